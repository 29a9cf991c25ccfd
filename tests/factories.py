"""Rows for tests, made by plain functions: consistent by themselves, every field open to the caller.

People, places and outlets are invented.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from articles.enums import ReadingState
from articles.models import Article, Outlet, Story
from claims.domain.derived import index_words
from claims.enums import QuoteKind, SpeakerKind
from claims.models import Appearance, Claim, Speaker

_serial = count(1)
JOINER = " … "


def make_user(username: str = "editor", group: str | None = "Editor", **fields: Any) -> User:
    """A person of one group (Viewer, Editor, Admin) or of none, without a usable password unless given."""
    user = User.objects.create_user(username, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_outlet(name: str = "", siglum: str = "") -> Outlet:
    """An outlet; its siglum is the first letters of its words unless given."""
    name = name or f"Quay Gazette {next(_serial)}"
    initials = "".join(word[0] for word in name.split())
    return Outlet.objects.create(name=name, siglum=siglum or initials[:2].upper())


def make_story(title: str = "The harbour bridge closes") -> Story:
    """A story without articles."""
    return Story.objects.create(title=title)


def make_article(
    text: str = "", *, outlet: Outlet | str | None = None, story: Story | None = None, **fields: Any
) -> Article:
    """An article that was read. An outlet may be named: it is found, or made."""
    text = text or f"“The bridge stays shut,” Ida Holm said on day {next(_serial)}."
    if isinstance(outlet, str):
        outlet = Outlet.objects.filter(name=outlet).first() or make_outlet(outlet)
    fields.setdefault("reading_state", ReadingState.DONE)
    return Article.objects.create(
        text=text,
        text_sha256=Article.digest(text),
        word_count=len(text.split()),
        outlet=outlet,
        story=story,
        **fields,
    )


def make_speaker(name: str = "Ida Holm", kind: SpeakerKind = SpeakerKind.PERSON, **fields: Any) -> Speaker:
    """A speaker of this name: the one there is, or a new one."""
    found = Speaker.objects.filter(name=name, article=fields.get("article")).first()
    return found or Speaker.objects.create(name=name, kind=kind, **fields)


def make_claim(text: str = "", speaker: Speaker | str = "Ida Holm", **fields: Any) -> Claim:
    """A claim that no article reports yet."""
    if isinstance(speaker, str):
        speaker = make_speaker(speaker)
    return Claim.objects.create(
        text=text or f"The bridge stays shut for {next(_serial)} days", speaker=speaker, **fields
    )


def spans_of(text: str, pieces: Sequence[str]) -> list[list[int]]:
    """Where the pieces stand in a text, one after the other; a missing one raises ValueError."""
    spans, after = [], 0
    for piece in pieces:
        start = text.index(piece, after)
        after = start + len(piece)
        spans.append([start, after])
    return spans


def make_appearance(
    claim: Claim,
    article: Article,
    *wording: str,
    kind: QuoteKind = QuoteKind.DIRECT,
    cue: str = "said",
    source: str = "",
    **fields: Any,
) -> Appearance:
    """Where `article` prints `claim`: in these pieces of its text, by default in the claim's own words."""
    spans = spans_of(article.text, wording or [claim.text])
    appearance = Appearance.objects.create(
        claim=claim,
        article=article,
        spans=spans,
        start=spans[0][0],
        end=spans[-1][1],
        text=JOINER.join(article.text[start:end] for start, end in spans),
        kind=kind,
        cue=cue,
        cue_spans=spans_of(article.text, [cue]) if cue and cue in article.text else [],
        source_spans=spans_of(article.text, [source]) if source else [],
        **fields,
    )
    index_words([claim.pk])
    return appearance


def make_report(
    claim: Claim,
    outlet: Outlet | str,
    wording: str = "",
    *,
    story: Story | None = None,
    article: dict[str, Any] | None = None,
    **fields: Any,
) -> Appearance:
    """One outlet prints the claim: an article of a lead sentence and a quote, and its appearance."""
    name = outlet if isinstance(outlet, str) else outlet.name
    wording = wording or claim.text
    lead = f"{name} reports from the quay, edition {next(_serial)}."
    text = f"{lead}\n\n“{wording},” {claim.speaker.name} said on Monday.\n"
    printed_in = make_article(text, outlet=outlet, story=story, **(article or {}))
    return make_appearance(claim, printed_in, wording, **fields)


def make_reported_claim(
    text: str = "",
    speaker: Speaker | str = "Ida Holm",
    outlets: Sequence[Outlet | str] = ("Quay Gazette", "Harbour Post"),
    *,
    story: Story | None = None,
    **fields: Any,
) -> Claim:
    """A claim that each of these outlets prints word for word."""
    claim = make_claim(text, speaker, **fields)
    for outlet in outlets:
        make_report(claim, outlet, story=story)
    return claim
