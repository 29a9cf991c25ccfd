"""Editors mend who said something and where it is printed: one transaction and one row of the log each.

What they decide is found again when an article is read anew (`claims.domain.decisions`), and later articles
follow the names that they gave speakers (`claims.domain.mending.names`).
"""
