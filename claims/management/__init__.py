"""Commands on claims."""
