"""Commands on articles."""
