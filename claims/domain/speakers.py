"""From the speakers that an article names to the speakers that the desk knows."""

from collections import defaultdict
from collections.abc import Iterable
from unicodedata import combining, normalize

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower

from articles.models import Article
from claims.enums import AliasState, CorrectionKind, SpeakerKind
from claims.extraction.records import Mention
from claims.models import Correction, Speaker, SpeakerAlias
from claims.querysets import SpeakerQuerySet

NAME_LENGTH = 200


def speakers_for(article: Article, mentions: Iterable[Mention]) -> dict[Mention, Speaker]:
    """The speaker of each mention, found by name, else by an alias that only one speaker has, else new.

    The rows stay locked until the transaction ends, in one order everywhere, so that two
    workers never give one wording two claims. An unnamed source is this article's own.
    """
    wanted = {mention: name_of(mention) for mention in mentions}
    named = {name for mention, name in wanted.items() if not _unnamed(mention)}
    unnamed = {name for mention, name in wanted.items() if _unnamed(mention)}
    known = known_speakers(named)
    first = {name: mention for mention, name in reversed(wanted.items())}
    # Sorted, so that two workers that create the same speakers wait for each other instead of deadlocking.
    Speaker.objects.bulk_create(
        [
            Speaker(name=name, kind=first[name].kind, role=first[name].role[:300])
            for name in sorted(named - known.keys(), key=str.lower)
        ]
        + [
            Speaker(name=name, kind=SpeakerKind.UNNAMED, role=first[name].role[:300], article=article)
            for name in sorted(unnamed, key=str.lower)
        ],
        ignore_conflicts=True,
    )
    known |= _by_name(Speaker.objects.filter(article=None), named - known.keys())
    own = _by_name(Speaker.objects.filter(article=article), unnamed)
    speakers = {mention: (own if _unnamed(mention) else known)[name] for mention, name in wanted.items()}
    ids = {speaker.pk for speaker in speakers.values()}
    list(Speaker.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    _learn(speakers)
    return speakers


def _unnamed(mention: Mention) -> bool:
    return mention.name is None or mention.kind == SpeakerKind.UNNAMED


def name_of(mention: Mention) -> str:
    """The name that an article's reading gives a speaker, or what it calls one whom it does not name."""
    name = mention.name or next(iter(mention.aliases), "") or mention.role or "Unnamed source"
    return name.strip()[:NAME_LENGTH] or "Unnamed source"


def plain_name(name: str) -> str:
    """A name as careless print gives it: 'Raúl R. Ibáñez' without accents and middle initials."""
    unmarked = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    words = unmarked.split()
    inner = [word for word in words[1:-1] if len(word.rstrip(".")) > 1]
    return " ".join([words[0], *inner, words[-1]]) if len(words) > 1 else unmarked


def known_speakers(names: set[str], *, without: int | None = None) -> dict[str, Speaker]:
    """The speakers there are of these names, in this spelling or the plain one.

    `without` is the id of an alias that does not count.
    """
    found = _known_as(names, without)
    plain = {name: plain_name(name) for name in names - found.keys()}
    speakers = _known_as({spelling for name, spelling in plain.items() if spelling != name}, without)
    return found | {name: speakers[spelling] for name, spelling in plain.items() if spelling in speakers}


def _known_as(names: set[str], without: int | None) -> dict[str, Speaker]:
    found = _by_name(Speaker.objects.filter(article=None), names)
    rest = spelled(names - found.keys())
    speakers_of = defaultdict(set)
    aliases = SpeakerAlias.objects.filter(name__lower__in=rest, speaker__article=None, story=None)
    aliases = aliases.exclude(state=AliasState.REMOVED).exclude(pk=without or 0)
    for alias in aliases.annotate(lowered=Lower("name")).select_related("speaker__merged_into"):
        for name in rest[alias.lowered]:
            speakers_of[name].add(current(alias.speaker))
    return found | {name: speakers.pop() for name, speakers in speakers_of.items() if len(speakers) == 1}


def _by_name(speakers: SpeakerQuerySet, names: Iterable[str]) -> dict[str, Speaker]:
    wanted = spelled(names)
    found = {}
    for speaker in (
        speakers.filter(name__lower__in=wanted).annotate(lowered=Lower("name")).select_related("merged_into")
    ):
        for name in wanted[speaker.lowered]:  # type: ignore[attr-defined]  # annotated
            found[name] = current(speaker)
    return found


def spelled(names: Iterable[str]) -> dict[str, list[str]]:
    """These names by the lower case in which the database's indexes hold them.

    For other letters than ASCII the database is asked: Python lowers the capitals of "İbrahim"
    and "ΝΙΚΟΣ" in another way.
    """
    by_lower = defaultdict(list)
    others = []
    for name in names:
        if name.isascii():
            by_lower[name.lower()].append(name)
        else:
            others.append(name)
    if others:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower(name), name FROM unnest(%s::text[]) AS name", [others])
            for lowered, name in cursor.fetchall():
                by_lower[lowered].append(name)
    return by_lower


def current(speaker: Speaker) -> Speaker:
    """The speaker itself, or the one it was merged into."""
    while speaker.merged_into is not None:
        speaker = speaker.merged_into
    return speaker


def kept_apart(speakers: Iterable[Speaker]) -> set[frozenset[int]]:
    """Pairs of these speakers, by id, of whom an editor said that they are two.

    By parting them after a merge, or by taking the one's name from the other.
    """
    by_name = {speaker.name.lower(): speaker.pk for speaker in speakers}
    ids = list(by_name.values())
    parted = Correction.objects.filter(
        Q(undone_by__isnull=False) | Q(before__has_key="parted"),
        kind=CorrectionKind.SPEAKER_MERGE,
        speaker__in=ids,
        other_speaker__in=ids,
    )
    pairs = {frozenset(pair) for pair in parted.values_list("speaker", "other_speaker")}
    removed = SpeakerAlias.objects.filter(
        state=AliasState.REMOVED, story=None, speaker__in=ids, name__lower__in=by_name
    )
    return pairs | {
        frozenset((by_name[name.lower()], speaker))
        for name, speaker in removed.values_list("name", "speaker")
        if name.lower() in by_name
    }


def _description(mention: Mention) -> tuple[str, ...]:
    """A printed role that can stand for the name: "the port's chief pilot", but not 'spokesman'."""
    words = mention.role.split()
    names_a_post = len(words) > 1 and any(word[0].isupper() for word in words)
    return (mention.role,) if mention.name and names_a_post else ()


def _spellings(mention: Mention, speaker: Speaker) -> tuple[str, ...]:
    """How else a named speaker is written: as here, and plainly."""
    return (mention.name, plain_name(speaker.name)) if mention.name and not _unnamed(mention) else ()


def _learn(speakers: dict[Mention, Speaker]) -> None:
    """Keep the other names that the article prints, and a role where none is known."""
    aliases = {
        (speaker.pk, alias.lower()): SpeakerAlias(speaker=speaker, name=alias)
        for mention, speaker in speakers.items()
        for alias in (*mention.aliases, *_description(mention), *_spellings(mention, speaker))
        if alias and alias.lower() != speaker.name.lower() and len(alias) <= NAME_LENGTH
    }
    SpeakerAlias.objects.bulk_create(
        [alias for _, alias in sorted(aliases.items(), key=lambda item: item[0])], ignore_conflicts=True
    )
    for mention, speaker in speakers.items():
        if mention.role and not speaker.role:
            speaker.role = mention.role[:300]
            speaker.save(update_fields=["role"])
