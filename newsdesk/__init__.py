"""The Django project: settings, the embedded database, what belongs to no single app."""
