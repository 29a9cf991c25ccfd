"""The demo story: seven reports of one event that never happened, in a town that does not exist.

What each is there for: the agency report that others draw on (1), the fullest one (2), fragments, relays
and an embedded post that is cut off (3), straight quotation marks, no date and a quote that lost its 'not'
(4), a wrong number and a claim printed as fact (5), what was said later (6), a contradiction by somebody
new (7).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from articles.readers import Reading, read

STORY = "Velmouth’s third gate"
MARK = "newsdesk-demo/"
"""What the `external_id` of a demo article starts with."""

OUTLETS = {
    "1-northline.txt": ("Northline", "NL"),
    "2-velmouth-courier.txt": ("Velmouth Courier", "VC"),
    "3-ashlaw-tribune.txt": ("Ashlaw Tribune", "AT"),
    "4-saltway-radio.txt": ("Saltway Radio", "SR"),
    "5-brannoch-herald.txt": ("Brannoch Herald", "BH"),
    "6-morrow-daily.txt": ("Morrow Daily", "MD"),
    "7-quayside-bulletin.txt": ("Quayside Bulletin", "QB"),
}
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One file of the demo, read, with the outlet that prints it."""

    filename: str
    content: bytes
    reading: Reading
    outlet: str
    siglum: str


def demo_articles() -> Iterator[DemoArticle]:
    """The articles in the order in which they are to be stored."""
    for filename, (outlet, siglum) in OUTLETS.items():
        content = (FOLDER / filename).read_bytes()
        reading = read(content, filename=filename, max_bytes=len(content))
        yield DemoArticle(filename, content, replace(reading, external_id=MARK + filename), outlet, siglum)
