"""What the page of a speaker shows of names, roles and history."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from articles.models import Article
from claims.domain.mending.aliases import effect_of_adding
from claims.enums import AliasState, CorrectionKind
from claims.models import Appearance, Correction, Speaker, SpeakerAlias
from claims.querysets import CorrectionQuerySet

PRINTED = 2000
"""Reports of a speaker, the latest, among which names are counted and roles are told."""

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a speaker. `printed` counts reports, `articles` are some that print it."""

    alias: SpeakerAlias | None
    name: str
    printed: int
    articles: list[Article] = field(default_factory=list)
    pending: int = 0

    @property
    def how(self) -> str:
        """Where the name comes from."""
        if self.alias is None:
            return "Its name"
        return "Added by an editor" if self.alias.state == AliasState.ADDED else "Learned from articles"


@dataclass(frozen=True, slots=True)
class Printed:
    """How one article prints a speaker at first: 'Mayor Holm', in which outlet, on which day."""

    words: str
    article: Article
    day: date | None


def reports_of(speaker: Speaker) -> list[Appearance]:
    """The latest reports of a speaker's claims, with their articles but not the texts."""
    found = Appearance.objects.filter(
        Q(claim__speaker=speaker) | Q(claim__speaker__merged_into=speaker), claim__merged_into=None
    )
    return list(
        found.select_related("article__outlet").defer("article__text").order_by("-article", "start")[:PRINTED]
    )


def names_of(speaker: Speaker, reports: list[Appearance]) -> list[Name]:
    """The speaker's names, most printed first, each with where it is printed."""
    counts: Counter[str] = Counter()
    where: dict[str, dict[int, Article]] = defaultdict(dict)
    for report in reports:
        for name in {report.source.casefold(), report.read_name.casefold()} - {""}:
            counts[name] += 1
            if len(where[name]) < 3:
                where[name].setdefault(report.article.pk, report.article)
    own = speaker.name.casefold()
    found = [Name(None, speaker.name, counts[own], list(where[own].values()))]
    aliases = SpeakerAlias.objects.filter(Q(speaker=speaker) | Q(speaker__merged_into=speaker))
    shown = aliases.exclude(state=AliasState.REMOVED).exclude(name__iexact=speaker.name)
    for alias in shown.select_related("story", "speaker__merged_into").order_by(Lower("name"))[:LONGEST]:
        key = alias.name.casefold()
        pending = 0
        if alias.state == AliasState.ADDED:
            pending = effect_of_adding(alias.name, speaker, alias.story).claims
        found.append(Name(alias, alias.name, counts[key], list(where[key].values()), pending))
    return [found[0], *sorted(found[1:], key=lambda name: -name.printed)]


def roles_of(reports: list[Appearance]) -> list[Printed]:
    """As what articles print a speaker over time, the latest first, without repetition of one outlet."""
    first: dict[int, Appearance] = {}
    for report in reports:
        if report.source and report.source.casefold() not in ("he", "she", "they", "it", "i", "we"):
            kept = first.get(report.article_id)
            if kept is None or len(report.source) > len(kept.source):
                first[report.article_id] = report
    told = [Printed(r.source, r.article, r.article.published_on) for r in first.values()]
    told.sort(key=lambda one: (one.day or date.min, one.article.pk), reverse=True)
    seen: dict[tuple[str, int | None], Printed] = {}
    for one in told:
        seen.setdefault((one.words.casefold(), one.article.outlet_id), one)
    return list(seen.values())[:20]


def history_of(speaker: Speaker) -> CorrectionQuerySet:
    """What was mended of a speaker, the latest first."""
    about = Correction.objects.filter(Q(speaker=speaker) | Q(other_speaker=speaker))
    kinds = [
        CorrectionKind.SPEAKER,
        CorrectionKind.ALIAS,
        CorrectionKind.SPEAKER_MERGE,
        CorrectionKind.SPEAKER_DETAILS,
    ]
    rows = about.filter(kind__in=kinds).exclude(after__has_key="part_of")
    return rows.select_related(
        "editor", "claim", "other_claim", "article", "speaker", "other_speaker", "undoes", "undone_by"
    ).order_by("-pk")
