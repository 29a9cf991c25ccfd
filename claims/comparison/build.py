"""From a claim's rows to the table: who is in it, what is folded, which wording is the base."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from articles.models import Article
from claims.comparison.options import Options
from claims.comparison.passages import Context, passage, wording
from claims.comparison.records import Choice, Comparison, Contest, ContestCell, Place, PlaceKind
from claims.comparison.renditions import ABSENT, AS_FACT, Label, Masthead, Rendition, loudest_first
from claims.enums import LinkState, Status, Variant
from claims.matching.words import words
from claims.models import Appearance, AsFact, Claim, ClaimLink

UNKNOWN = "Outlet unknown"
USUAL = Options()


def compare(claim: Claim, options: Options = USUAL) -> Comparison:
    """The comparison of a claim fetched with `for_comparison()`; asks the database for nothing more."""
    appearances = list(claim.appearances.all())
    links = list(_links(claim))
    facts = [passage for passage in claim.as_fact.all() if passage.state != LinkState.DISMISSED]
    contesting = [found for _, other in links for found in other.appearances.all()]
    mastheads = _mastheads(appearances, facts, contesting)
    reference = _reference(appearances)
    base = next((found for found in appearances if found.pk == options.base), reference)
    renditions = _renditions([*appearances, *facts], mastheads, base, options.context, _seen(claim))
    labels = {masthead.key: _label(masthead, renditions) for masthead in mastheads.values()}
    chosen = [key for key in options.outlets if key in labels] or list(labels)
    shown = [masthead for masthead in _distinct(mastheads.values()) if masthead.key in chosen]
    if reference is None:
        places: tuple[Place, ...] = ()
    elif options.fold:
        places = tuple(_folded(renditions, reference, shown))
    else:
        places = tuple(_unfolded(renditions, shown))
    return Comparison(
        claim=claim,
        options=options,
        base=next((found for found in renditions if found.is_base), None),
        reference=next((found for found in renditions if found.appearance == reference), None),
        places=places,
        contests=tuple(_contest(link, other, mastheads, places, options.context) for link, other in links),
        outlets=tuple(
            Choice(masthead, labels[masthead.key], masthead.key in chosen)
            for masthead in _distinct(mastheads.values())
        ),
        renditions=renditions,
    )


def _links(claim: Claim) -> Iterator[tuple[ClaimLink, Claim]]:
    """The claims that stand against this one, confirmed ones first; dismissed links are not fetched."""
    pairs = [(link, link.second) for link in claim.links_as_first.all()]
    pairs += [(link, link.first) for link in claim.links_as_second.all()]
    standing = [pair for pair in pairs if pair[0].state != LinkState.DISMISSED]
    yield from sorted(standing, key=lambda pair: (pair[0].state == LinkState.SUGGESTED, pair[0].pk))


# Who is in the table


def _key(article: Article) -> str:
    return str(article.outlet_id) if article.outlet_id else f"a{article.pk}"


def _mastheads(
    reports: Sequence[Appearance], facts: Sequence[AsFact], contests: Sequence[Appearance]
) -> dict[int, Masthead]:
    """Article id to outlet, by name: those of the claim's stories, and whoever reports it or a contest.

    An outlet stands for its articles that report the claim; one that reports nothing, for those that contest
    it or for all that it has in the story.
    """
    own = {found.article_id: found.article for found in facts}
    own |= {found.article_id: found.article for found in reports}
    against = {found.article_id: found.article for found in contests}
    stories = {found.article.story_id: found.article.story for found in reports if found.article.story}
    around = {article.pk: article for story in stories.values() for article in story.articles.all()}
    every = around | against | own
    groups: dict[str, list[Article]] = {}
    for article in sorted(every.values(), key=lambda found: (found.published_on or date.max, found.pk)):
        groups.setdefault(_key(article), []).append(article)
    unnamed = [key for key in groups if key.startswith("a")]
    found: dict[int, Masthead] = {}
    for key, articles in sorted(groups.items(), key=lambda group: _name(group[1][0]).casefold()):
        here = [article for article in articles if article.pk in own]
        here = here or [article for article in articles if article.pk in against] or articles
        number = str(unnamed.index(key) + 1) if key in unnamed and len(unnamed) > 1 else ""
        masthead = Masthead(key, _name(articles[0]), _siglum(articles[0]) + number, tuple(here))
        found.update((article.pk, masthead) for article in articles)
    return found


def _name(article: Article) -> str:
    return article.outlet.name if article.outlet else UNKNOWN


def _siglum(article: Article) -> str:
    if article.outlet is None:
        return "?"
    return article.outlet.siglum or "".join(word[0] for word in article.outlet.name.split())[:2].upper()


def _distinct(mastheads: Iterable[Masthead]) -> list[Masthead]:
    return list({masthead.key: masthead for masthead in mastheads}.values())


# Wordings


def _early(appearance: Appearance | AsFact) -> tuple[date, int, int]:
    return appearance.article.published_on or date.max, appearance.article_id, appearance.start


def _reference(appearances: Sequence[Appearance]) -> Appearance | None:
    """The fullest wording: the earliest of those that print it word for word, else the longest there is."""
    verbatim = [found for found in appearances if found.variant == Variant.VERBATIM]
    if verbatim:
        return min(verbatim, key=_early)
    return max(appearances, key=lambda found: len(words(_printed(found))), default=None)


def _printed(appearance: Appearance) -> str:
    return wording(appearance.article.text, appearance.spans)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the standing mark covers."""

    appearances: Sequence[int]
    at: datetime

    def lacks(self, found: Appearance | AsFact) -> bool:
        """Whether it was found since."""
        if isinstance(found, AsFact):
            return found.created_at > self.at
        return found.pk not in self.appearances


def _seen(claim: Claim) -> _Seen | None:
    """What the standing mark covers; None where there is no mark."""
    mark = claim.last_review
    return _Seen(mark.seen, mark.created_at) if mark and claim.status != Status.UNREVIEWED else None


def _variant(found: Appearance | AsFact) -> str:
    return AS_FACT if isinstance(found, AsFact) else Variant(found.variant).value


def _renditions(
    appearances: Sequence[Appearance | AsFact],
    mastheads: dict[int, Masthead],
    base: Appearance | None,
    context: Context,
    seen: "_Seen | None" = None,
) -> tuple[Rendition, ...]:
    """Every appearance as shown against the base, by outlet and mention.

    An outlet's fullest mention is its first; the others follow as they stand in its articles.
    """
    words_of_base = _printed(base) if base else ""
    counts: dict[str, int] = {}
    found = []
    for appearance in sorted(appearances, key=lambda one: (_variant(one) != Variant.VERBATIM, _early(one))):
        masthead = mastheads[appearance.article_id]
        counts[masthead.key] = counts.get(masthead.key, 0) + 1
        found.append(
            Rendition(
                appearance=appearance,
                outlet=masthead,
                number=counts[masthead.key],
                label=Label(_variant(appearance)),
                passage=passage(
                    appearance.article.text,
                    appearance.spans,
                    base=words_of_base,
                    context=context,
                    body_start=appearance.article.body_start,
                ),
                is_base=appearance == base,
                is_new=seen is not None and seen.lacks(appearance),
            )
        )
    order = [masthead.key for masthead in _distinct(mastheads.values())]
    return tuple(sorted(found, key=lambda one: (order.index(one.outlet.key), one.number)))


def _label(masthead: Masthead, renditions: Sequence[Rendition]) -> Label:
    """The loudest label of an outlet's renditions."""
    own = [found.label for found in renditions if found.outlet.key == masthead.key]
    return min(own, key=lambda label: label.loudness, default=Label(ABSENT))


# Places


def _folded(
    renditions: Sequence[Rendition], reference: Appearance, shown: Sequence[Masthead]
) -> Iterator[Place]:
    """One place for the fullest wording, one for each outlet that departs from it, one for the rest."""
    same = tuple(found for found in renditions if not found.label.departs or found.appearance == reference)
    other = [found for found in renditions if found not in same]
    departing = {found.outlet.key for found in other}
    outlets = tuple(_distinct(found.outlet for found in same))
    own = tuple(outlet for outlet in outlets if outlet.key not in departing)
    yield Place(PlaceKind.FOLD, outlets, own, same)
    groups = []
    for masthead in shown:
        mine = loudest_first([found for found in other if found.outlet.key == masthead.key])
        if mine:
            groups.append(Place(PlaceKind.OUTLET, (masthead,), (masthead,), mine, len(mine)))
    yield from sorted(groups, key=lambda place: place.renditions[0].label.loudness)
    reporting = {found.outlet.key for found in renditions}
    silent = tuple(masthead for masthead in shown if masthead.key not in reporting)
    if silent:
        yield Place(PlaceKind.ABSENT, silent, silent)


def _unfolded(renditions: Sequence[Rendition], shown: Sequence[Masthead]) -> Iterator[Place]:
    """Every outlet has its place."""
    for masthead in shown:
        mine = tuple(found for found in renditions if found.outlet.key == masthead.key)
        yield Place(PlaceKind.OUTLET if mine else PlaceKind.ABSENT, (masthead,), (masthead,), mine)


def _contest(
    link: ClaimLink, other: Claim, mastheads: dict[int, Masthead], places: Sequence[Place], context: Context
) -> Contest:
    """A contesting claim, its wordings under the outlets that print them."""
    found = _renditions(list(other.appearances.all()), mastheads, None, context)
    carrying = {rendition.outlet.key for rendition in found}
    cells = tuple(
        ContestCell(
            place,
            tuple(one for one in found if one.outlet.key in {outlet.key for outlet in place.own}),
            tuple(outlet for outlet in place.own if outlet.key not in carrying),
        )
        for place in places
    )
    return Contest(link, other, cells, tuple(_distinct(one.outlet for one in found)))
