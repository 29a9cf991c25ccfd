"""Whom an editor said that a name means, in one story or everywhere: what is read, now or later, follows it.

The evidence is what the article prints for the speaker ('the general'), or the name that the article's own
reading gives ('Syrskyi'). Where the article itself says in full whom its printed words mean, they are no
evidence for anybody else: 'Holm' in an article on Arne Holm is not Ida Holm.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from articles.models import Article, Story
from claims.domain.placing import Placed, place
from claims.domain.speakers import current, known_speakers, spelled
from claims.enums import AliasState, SpeakerKind
from claims.models import Appearance, Speaker, SpeakerAlias

PRONOUNS = {
    *("he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs", "who"),
    *("i", "we", "us", "our", "you"),
}


def is_name(name: str) -> bool:
    """Whether words can stand for somebody: 'he' and 'they' mean another one in each sentence."""
    words = name.casefold().split()
    return any(letter.isalpha() for letter in name) and not (len(words) == 1 and words[0] in PRONOUNS)


def evidence(appearance: Appearance) -> list[str]:
    """The names by which a report is known to be somebody's, the printed one first."""
    printed, own = (set(name.casefold().split()) for name in (appearance.source, appearance.read_name))
    names = [appearance.source] if appearance.source and not printed < own else []
    return [name for name in dict.fromkeys([*names, appearance.read_name]) if name and is_name(name)]


def reports_named(name: str, story: Story | None) -> QuerySet[Appearance]:
    """Stored reports whose evidence may be this name, in one story or everywhere: `evidence` decides."""
    found = Appearance.objects.alias(by_source=Lower("source"), by_name=Lower("read_name")).filter(
        Q(by_source=Lower(Value(name))) & ~Q(source="") | Q(by_name=Lower(Value(name)))
    )
    return found.filter(article__story=story) if story is not None else found


def is_evidence(name: str, appearance: Appearance) -> bool:
    """Whether this name is the evidence of a report."""
    return name.casefold() in {known.casefold() for known in evidence(appearance)}


def told(appearances: Sequence[Appearance], story_id: int | None) -> dict[int, Speaker]:
    """By place in the list, whom editors said that a report's names mean; what holds in the story first."""
    names = {name for appearance in appearances for name in evidence(appearance)}
    by_lower = spelled(names)
    found: dict[tuple[str, bool], set[Speaker]] = defaultdict(set)
    aliases = SpeakerAlias.objects.annotate(lowered=Lower("name")).filter(
        Q(story=None) | Q(story=story_id) if story_id else Q(story=None),
        lowered__in=by_lower,
        state=AliasState.ADDED,
    )
    for alias in aliases.select_related("speaker__merged_into"):
        for name in by_lower[alias.lowered]:
            found[name, alias.story_id is not None].add(current(alias.speaker))
    meant: dict[int, Speaker] = {}
    for at, appearance in enumerate(appearances):
        for known in [(name, within) for within in (True, False) for name in evidence(appearance)]:
            if len(found[known]) == 1:
                (meant[at],) = found[known]
                break
    return meant


def follow_names(article: Article, new: Sequence[Placed]) -> list[Placed]:
    """Reports that are about to be stored, each with the speaker whom an editor said that its names mean."""
    meant = told([appearance for appearance, _ in new], article.story_id)
    followed = []
    for at, (appearance, speaker) in enumerate(new):
        if at in meant and meant[at] != speaker:
            appearance.basis = basis_of(meant[at])
        followed.append((appearance, meant.get(at, speaker)))
    return followed


def follow_names_in_story(article: Article) -> set[int]:
    """The same for what is stored of an article that came to a story; returns the claims that changed.

    What an editor marked or decided on stays.
    """
    article.refresh_from_db(fields=["story"])
    if (
        article.story_id is None
        or not SpeakerAlias.objects.filter(story=article.story_id, state=AliasState.ADDED).exists()
    ):
        return set()
    reports = list(
        Appearance.objects.filter(article=article, pinned=False, claim__last_review=None).select_related(
            "article", "claim__speaker__merged_into"
        )
    )
    meant = told(reports, article.story_id)
    moving = [
        (report, meant[at])
        for at, report in enumerate(reports)
        if at in meant and meant[at] != current(report.claim.speaker)
    ]
    left = {report.claim_id for report, _ in moving}
    for report, speaker in moving:
        report.basis = basis_of(speaker)
    touched = place(moving)
    Appearance.objects.bulk_update([report for report, _ in moving], ["basis"])
    return touched | left


def basis_of(speaker: Speaker) -> str:
    """Why a report is this speaker's, in words."""
    return f"an editor said that this name means {speaker.name}"[:300]


def own_speaker(appearance: Appearance, *, without: SpeakerAlias) -> Speaker | None:
    """Whom a report's name means where one alias does not count; None where nobody is known by it."""
    if appearance.read_kind == SpeakerKind.UNNAMED:
        rows = Speaker.objects.filter(article=appearance.article_id, name__iexact=appearance.read_name)
        found = rows.select_related("merged_into").first()
        return current(found) if found else None
    return known_speakers({appearance.read_name}, without=without.pk).get(appearance.read_name)
