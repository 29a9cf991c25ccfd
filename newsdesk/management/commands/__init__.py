"""The commands that run the desk."""
