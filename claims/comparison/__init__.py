"""One claim in every outlet's wording: what the claim page and the queue's preview show.

`compare(claim, options)` reads a claim fetched with `Claim.objects.for_comparison()` and asks the database
for nothing more. Its table is a row of places: the folded wording first, then each outlet that departs
from it, loudest first, then the outlets that do not report it. Every further row has one cell a place.
"""

from claims.comparison.build import compare
from claims.comparison.options import Options
from claims.comparison.passages import Context, Passage, Piece, Run, opening, passage
from claims.comparison.records import Comparison, Place, PlaceKind
from claims.comparison.renditions import Label, Masthead, Rendition

__all__ = [
    "Comparison",
    "Context",
    "Label",
    "Masthead",
    "Options",
    "Passage",
    "Piece",
    "Place",
    "PlaceKind",
    "Rendition",
    "Run",
    "compare",
    "opening",
    "passage",
]
