"""The queue's query language: what somebody types in the search box, read into terms and problems.

Pure: it knows the fields and the closed vocabularies, and nothing of who is in the database. Nothing that is
typed raises; what makes no sense is a Problem that says where it stands and what to do, and the rest holds.

    speaker:"Ida Holm" status:unreviewed,disputed -outlet:Eastwire said:>=2026-03-14 outlets:>2 "no ice" ferr*

Terms are joined by 'and', the values of a field by 'or' (a comma), and `-` in front of a term turns it round.
"""

from claims.query.reader import LONGEST, parse
from claims.query.records import (
    FIELDS,
    ME,
    NOBODY,
    Contested,
    Days,
    Field,
    Is,
    Kind,
    Numbers,
    OneOf,
    Problem,
    Query,
    Term,
    Value,
    Words,
)
from claims.query.values import Bounds
from claims.query.writing import listed, mended, nearest, pieces, quoted

__all__ = [
    "FIELDS",
    "LONGEST",
    "ME",
    "NOBODY",
    "Bounds",
    "Contested",
    "Days",
    "Field",
    "Is",
    "Kind",
    "Numbers",
    "OneOf",
    "Problem",
    "Query",
    "Term",
    "Value",
    "Words",
    "listed",
    "mended",
    "nearest",
    "parse",
    "pieces",
    "quoted",
]
