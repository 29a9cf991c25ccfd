"""One wording as the claim page shows it: its outlet, its label, its passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from articles.models import Article
from claims.comparison.passages import Passage, opening, wording
from claims.enums import LinkState, QuoteKind, Variant
from claims.matching.variants import loudness
from claims.models import Appearance, AsFact

ABSENT = "not reported"
AS_FACT = "as fact"
BEFORE = "published before it was said"


@dataclass(frozen=True, slots=True)
class Label:
    """What an outlet made of the claim: a variant, 'as fact', nothing. `slug` names its glyph and style."""

    name: str

    @property
    def slug(self) -> str:
        """The name in `data-label` and in the icon's id."""
        return {ABSENT: "absent", BEFORE: "absent", AS_FACT: "fact"}.get(self.name, self.name)

    @property
    def word(self) -> str:
        """The name as a label prints it."""
        return self.name.capitalize()

    @property
    def loudness(self) -> int:
        """0 is the loudest."""
        return loudness(self.name)

    @property
    def departs(self) -> bool:
        """Whether the wording is another than the fullest one."""
        return self.name not in (ABSENT, BEFORE, Variant.VERBATIM)


@dataclass(frozen=True, slots=True)
class Masthead:
    """An outlet in the table. An article whose outlet nobody has named yet is one of its own, '?'."""

    key: str
    name: str
    siglum: str
    articles: tuple[Article, ...]

    @property
    def url(self) -> str:
        """Its first article here."""
        return self.articles[0].get_absolute_url()

    @property
    def dates(self) -> list[date]:
        """When its articles here were published, each day once; empty where no file says."""
        return sorted({article.published_on for article in self.articles if article.published_on})

    @property
    def headlines(self) -> list["Headline"]:
        """What stands over its articles here."""
        return [Headline.of(self, article) for article in self.articles]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One appearance as the table shows it. `number` counts its outlet's mentions of the claim, from 1.

    A passage in the outlet's own voice is shown as one, though it reports nobody.
    """

    appearance: Appearance | AsFact
    outlet: Masthead
    number: int
    label: Label
    passage: Passage
    is_base: bool = False
    is_new: bool = False

    @property
    def url(self) -> str:
        """The article at the passage."""
        anchor = f"{'f' if self.own_voice else 'a'}{self.appearance.pk}"
        return f"{reverse('articles:article', args=[self.appearance.article_id])}#{anchor}"

    @property
    def own_voice(self) -> bool:
        """Whether the outlet prints it as fact."""
        return isinstance(self.appearance, AsFact)

    @property
    def suggested(self) -> bool:
        """Whether it is a passage as fact on which nobody has decided."""
        return isinstance(self.appearance, AsFact) and self.appearance.state == LinkState.SUGGESTED

    @property
    def words(self) -> str:
        """What is printed, without its surroundings."""
        return wording(self.appearance.article.text, self.appearance.spans)

    @property
    def how(self) -> str:
        """Direct, Indirect, Mixed, or the outlet's own voice."""
        if isinstance(self.appearance, AsFact):
            return "Own voice"
        return QuoteKind(self.appearance.kind).value.capitalize()

    @property
    def source(self) -> tuple[str, tuple[str, ...]]:
        """Where it was said and who passed it on."""
        if isinstance(self.appearance, AsFact):
            return "", ()
        return self.appearance.venue, tuple(self.appearance.via)


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands over an article, or (`given` False) the words it opens with."""

    outlet: Masthead
    text: str
    given: bool

    @classmethod
    def of(cls, outlet: Masthead, article: Article) -> "Headline":
        """An article's headline; a long text that was left in the database has its `beginning` with it."""
        if article.headline:
            return cls(outlet, article.headline, given=True)
        beginning = article.__dict__.get("beginning")
        words = opening(article.text, article.body_start) if beginning is None else opening(beginning)
        return cls(outlet, words, given=False)


def loudest_first(renditions: Sequence[Rendition]) -> tuple[Rendition, ...]:
    """In the order in which an editor should meet them."""
    return tuple(sorted(renditions, key=lambda found: (found.label.loudness, found.number)))
