"""What the claim page shows, as frozen dataclasses: places side by side, renditions in them, rows below."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from claims.comparison.options import Options
from claims.comparison.provenance import Account, Family, accounts, conflicting, families, in_words
from claims.comparison.renditions import Label, Masthead, Rendition, loudest_first
from claims.enums import LinkKind, LinkState, SourceClass, SpeakerKind
from claims.extraction.sourcing import source_class
from claims.matching.dates import narrowed
from claims.models import AsFact, Claim, ClaimLink

COLUMNS = 5
"""Wordings that stand side by side on a desktop screen; more of them scroll sideways."""


class PlaceKind(StrEnum):
    """The folded wording, an outlet of its own, or those that do not report the claim."""

    FOLD = "fold"
    OUTLET = "outlet"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Place:
    """One column of the table, or as many beside one another as an outlet has departures.

    `outlets` are named in its head; `own` are those of them that have no other column, so that the rows below
    speak of them here. `width` counts its columns.
    """

    kind: PlaceKind
    outlets: tuple[Masthead, ...]
    own: tuple[Masthead, ...]
    renditions: tuple[Rendition, ...] = ()
    width: int = 1

    @property
    def outlet(self) -> Masthead:
        """The first outlet; the only one unless the place is folded or absent."""
        return self.outlets[0]

    @property
    def is_base(self) -> bool:
        """Whether the base stands here."""
        return any(rendition.is_base for rendition in self.renditions)

    @property
    def has_new(self) -> bool:
        """Whether anything here was found since the last review."""
        return any(rendition.is_new for rendition in self.renditions)

    @property
    def shown(self) -> Rendition:
        """The rendition whose passage stands for the place: the base, or the first."""
        return next((found for found in self.renditions if found.is_base), self.renditions[0])

    @property
    def elsewhere(self) -> tuple[Rendition, ...]:
        """What else an outlet prints of the claim, loudest first, where it has a single column."""
        return loudest_first(self.renditions[1:])

    @property
    def others(self) -> tuple[Masthead, ...]:
        """Outlets named here that have a column of their own as well."""
        return tuple(outlet for outlet in self.outlets if outlet not in self.own)

    @property
    def sources(self) -> list[tuple[tuple[Rendition, ...], str, tuple[str, ...]]]:
        """Venue and relays of a folded place: (who, empty where all; venue; relays)."""
        known = [rendition for rendition in self.renditions if any(rendition.source)]
        rows = [
            (tuple(rendition for rendition in known if rendition.source == source), *source)
            for source in dict.fromkeys(rendition.source for rendition in known)
        ]
        return [((), *rows[0][1:])] if len(rows) == 1 and len(known) == len(self.renditions) else rows


@dataclass(frozen=True, slots=True)
class ContestCell:
    """What a place's outlets print of a contesting claim, and which of them print nothing."""

    place: Place
    renditions: tuple[Rendition, ...]
    silent: tuple[Masthead, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """A claim that stands against this one. A suggested link is a question until an editor answers."""

    link: ClaimLink
    claim: Claim
    cells: tuple[ContestCell, ...]
    outlets: tuple[Masthead, ...]

    @property
    def suggested(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.link.state == LinkState.SUGGESTED

    @property
    def heading(self) -> str:
        """The head of its row."""
        if self.link.is_version:
            return "Version"
        return "Denial" if self.link.kind == LinkKind.CONTRADICTS else "Tension"


@dataclass(frozen=True, slots=True)
class Departure:
    """A row of the table of variants; an empty side says that nothing stands there."""

    base: str
    printed: str
    whole: bool
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An outlet in the menu of columns, with its loudest label."""

    outlet: Masthead
    label: Label
    chosen: bool


@dataclass(frozen=True)
class Comparison:
    """Everything the table shows. A claim that no article reports any more has no base and no places."""

    claim: Claim
    options: Options
    base: Rendition | None
    reference: Rendition | None
    places: tuple[Place, ...]
    contests: tuple[Contest, ...]
    outlets: tuple[Choice, ...]
    renditions: tuple[Rendition, ...]

    @property
    def fold(self) -> Place | None:
        """The place of the outlets that print the same words."""
        return next((place for place in self.places if place.kind is PlaceKind.FOLD), None)

    @property
    def departures(self) -> tuple[Rendition, ...]:
        """Every wording that differs from the fullest one, in the order of the columns."""
        return tuple(
            rendition
            for place in self.places
            if place.kind is PlaceKind.OUTLET
            for rendition in place.renditions
        )

    @property
    def new(self) -> tuple[Rendition, ...]:
        """Found since the last review."""
        return tuple(rendition for rendition in self.renditions if rendition.is_new)

    @property
    def width(self) -> int:
        """Columns of the table, the heads of the rows left out."""
        return sum(place.width for place in self.places)

    @property
    def wide(self) -> bool:
        """Whether there are more wordings beside one another than a screen holds."""
        silent = self.options.fold and any(place.kind is PlaceKind.ABSENT for place in self.places)
        return self.width - silent > COLUMNS

    @property
    def base_shouted(self) -> bool:
        """Whether the base is set in capitals."""
        return self.base is not None and self.base.passage.shouted

    @property
    def span(self) -> int:
        """Columns of the table with the heads of the rows."""
        return self.width + 1

    @property
    def has_elsewhere(self) -> bool:
        """Whether an outlet has more to show than its single column's passage."""
        return any(len(place.renditions) > 1 for place in self.places)

    @property
    def base_departs(self) -> bool:
        """Whether the base is another wording than the one that the labels are about."""
        return self.base is not None and self.base.label.departs and self.base != self.reference

    @property
    def reports(self) -> tuple[Rendition, ...]:
        """The appearances: what the outlets attribute."""
        return tuple(rendition for rendition in self.renditions if not rendition.own_voice)

    @property
    def source_class(self) -> str:
        """What an unnamed speaker is said to be; '' for one with a name, and where nothing says."""
        speaker = self.claim.speaker
        found = (
            source_class(f"{speaker.name} {speaker.role}") if speaker.kind == SpeakerKind.UNNAMED else None
        )
        if found is None or found is SourceClass.OTHER:
            return ""
        return "familiar with the matter" if found is SourceClass.FAMILIAR else found.value

    @property
    def dismissed(self) -> list[AsFact]:
        """Passages of which an editor said that they don't print it as fact."""
        return [found for found in self.claim.as_fact.all() if found.state == LinkState.DISMISSED]

    @property
    def as_fact(self) -> int:
        """How many outlets print it in their own voice as well, or only so."""
        return len({found.outlet.key for found in self.renditions if found.own_voice})

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The origins behind its reports."""
        return families(self.reports)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """When each outlet says that it was said."""
        return accounts(self.reports)

    @property
    def conflicting(self) -> tuple[Account, ...]:
        """Accounts of when it was said that cannot all be true."""
        return conflicting(self.accounts)

    @property
    def said(self) -> str:
        """When it was said, in words, where the accounts agree; '' otherwise."""
        days = narrowed(account.said for account in self.accounts if account.said)
        return in_words(*days) if days else ""

    @property
    def said_cells(self) -> list[tuple[Place, tuple[Account, ...]]]:
        """The accounts by place; empty where no outlet tells."""
        if not self.accounts:
            return []
        return [
            (place, tuple(one for one in self.accounts if one.outlet in place.own)) for place in self.places
        ]

    @property
    def rows_of_wording(self) -> int:
        """Rows of the table that a place without a wording spans."""
        return 2 + bool(self.accounts) + (self.has_elsewhere and not self.options.fold)

    @property
    def venue(self) -> str:
        """Where it was said, by most of the articles that say so."""
        venues = [found.source[0] for found in self.renditions if found.source[0]]
        return max(venues, key=venues.count, default="")

    @property
    def first_printed(self) -> date | None:
        """The earliest day on which an article that reports it was published."""
        return min((day for found in self.reports for day in found.outlet.dates), default=None)

    @property
    def article_count(self) -> int:
        """How many articles report the claim."""
        return len({found.appearance.article_id for found in self.reports})

    @property
    def chosen(self) -> int:
        """How many outlets are chosen."""
        return sum(choice.chosen for choice in self.outlets)

    @property
    def reporting(self) -> int:
        """How many outlets report the claim."""
        return len({rendition.outlet.key for rendition in self.reports})

    @property
    def verbatim(self) -> int:
        """How many outlets print its fullest wording word for word."""
        return len({found.outlet.key for found in self.renditions if not found.label.departs})

    @property
    def denying(self) -> int:
        """How many outlets carry another speaker's claim that contradicts it, or is suggested to."""
        return len({outlet.key for contest in self.denials for outlet in contest.outlets})

    @property
    def denials(self) -> tuple[Contest, ...]:
        """The contesting claims of other speakers."""
        return tuple(contest for contest in self.contests if not contest.link.is_version)

    @property
    def otherwise(self) -> frozenset[str]:
        """The outlets, by key, that print another version of what the speaker said."""
        versions = (contest for contest in self.contests if contest.link.is_version)
        return frozenset(outlet.key for contest in versions for outlet in contest.outlets)

    @property
    def denial_suggested(self) -> bool:
        """Whether all that contests the claim is only suggested."""
        return bool(self.denials) and all(contest.suggested for contest in self.denials)

    @property
    def only_departures(self) -> str:
        """The address's query with the outlets that depart from the fullest wording."""
        keys = tuple(choice.outlet.key for choice in self.outlets if choice.label.departs)
        return replace(self.options, outlets=keys).query

    @property
    def all_outlets(self) -> str:
        """The address's query with every outlet."""
        return replace(self.options, outlets=()).query

    @cached_property
    def variants(self) -> tuple[Departure, ...]:
        """Every departure from the base in the order of its words, equal ones in one row; whole ones last."""
        parts: dict[tuple[int, str, str], list[Rendition]] = {}
        wholes: dict[str, list[Rendition]] = {}
        for rendition in self.renditions:
            for piece in rendition.passage.departures:
                parts.setdefault((piece.base_at, piece.base, piece.text), []).append(rendition)
            if not rendition.passage.marked:
                wholes.setdefault(rendition.words, []).append(rendition)
        rows = [(base, printed, False, parts[at, base, printed]) for at, base, printed in sorted(parts)]
        rows += [("", printed, True, where) for printed, where in wholes.items()]
        return tuple(Departure(base, printed, whole, tuple(where)) for base, printed, whole, where in rows)
