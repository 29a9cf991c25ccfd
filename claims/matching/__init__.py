"""Which appearances say the same, how their wordings differ, and what contradicts what. No Django."""
