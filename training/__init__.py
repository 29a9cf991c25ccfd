"""How the shipped model was made, end to end: `python -m training --help`."""
