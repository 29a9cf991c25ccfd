#!/usr/bin/env python
"""Newsdesk's command line."""

import os
import sys


def main() -> None:
    """Run a management command, on the embedded PostgreSQL where no DATABASE_URL is set."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
