"""Speakers without a name in the phrase: 'the Russian leader', 'the commander', 'officials', 'a source'."""

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.anaphora import people_in
from claims.extraction.names import Entity, post_of, tidy
from claims.extraction.records import Mention

if TYPE_CHECKING:
    from claims.extraction.speakers import Cast

_LONGEST = 120  # characters kept of a description
_FORMER = frozenset({"former", "ex", "one-time", "onetime", "erstwhile"})
_NAMED = frozenset({"NORP", "GPE", "ORG", "PERSON", "FAC"})


def describe(cast: "Cast", phrase: Span, head: Token) -> Mention | None:
    """The mention a common noun makes; None where the noun says nothing about who speaks."""
    noun = head.lower_
    if head.tag_ in ("NNS", "NNPS") or noun in lex.GROUP_NOUNS or noun in lex.OTHERS:
        group = _group(cast, phrase, head)
        if group is not None:
            return group
    if noun in lex.PERSON_NOUNS:
        return _person(cast, phrase, head)
    text = tidy(phrase.text)[:_LONGEST]
    if noun in lex.ANONYMOUS_NOUNS:
        return Mention(text, SpeakerKind.UNNAMED, basis="not named in the article")
    if noun in lex.ORG_NOUNS:
        short = tidy(cast.page.doc[phrase.start : head.i + 1].text)[:_LONGEST]
        return Mention(short or text, SpeakerKind.ORGANISATION, basis="an organisation described here")
    return None


def _group(cast: "Cast", phrase: Span, head: Token) -> Mention | None:
    words = cast.page.doc[phrase.start : head.i + 1]
    short = tidy(words.text)[:_LONGEST] or tidy(phrase.text)[:_LONGEST]
    marked = any(t.ent_type_ in _NAMED for t in words)
    anonymous = head.lemma_.lower() in lex.ANONYMOUS_NOUNS or head.lower_ in ("officials", "sources")
    if head.lower_ in lex.OTHERS or (anonymous and not marked):
        return Mention(short, SpeakerKind.UNNAMED, basis="not named in the article")
    if head.lower_ in lex.GROUP_NOUNS or head.ent_type_ == "NORP" or head.lemma_.lower() in lex.PERSON_NOUNS:
        return Mention(short, SpeakerKind.GROUP, basis="a group described here")
    return None


def _person(cast: "Cast", phrase: Span, head: Token) -> Mention:
    """By a role printed elsewhere, an earlier description, who speaks in the paragraph; else as described."""
    text = tidy(phrase.text)[:_LONGEST]
    definite = any(t.lower_ in ("the", "this", "that") for t in head.lefts)
    owned = any(t.dep_ == "poss" for t in head.lefts)
    if not definite and not owned and any(t.lower_ in ("a", "an", "one", "another") for t in head.lefts):
        return Mention(text, SpeakerKind.UNNAMED, basis="not named in the article")
    bare = definite and sum(t.is_alpha for t in phrase) <= 2
    holders = _holders(cast, phrase, head)
    if len(holders) == 1:
        basis = f"{text!r}: the article calls {holders[0].name} {holders[0].role!r}"
        return holders[0].mention(basis)
    known = cast.described.get(head.lower_)
    if known is not None and bare:
        return replace(known, basis=f"{text!r}: described before as {known.role or known.name!r}")
    if not holders and (bare or (definite and any(t.lower_ in _FORMER for t in phrase))):
        near = _nearby(cast, head)
        if near is not None:
            return replace(near, basis=f"{text!r}: {near.name} is who speaks in this paragraph")
    found = Mention(text, SpeakerKind.UNNAMED, role=text, basis="described, not named in the article")
    cast.described[head.lower_] = found
    return found


def _holders(cast: "Cast", phrase: Span, head: Token) -> list[Entity]:
    """People whose printed role agrees with a description in its noun and, where it says one, its place."""
    said = [t for t in phrase if t.is_alpha and t.i != head.i and t.dep_ not in ("det", "case")]
    places = {_stem(t.text) for t in said if t.text[0].isupper()}
    plain = {t.lower_ for t in said if not t.text[0].isupper()}
    posts = lex.LEADERS if head.lower_ in lex.LEADERS else {head.lower_}
    return [
        entity
        for entity in cast.names.holders(posts)
        if any(_agrees(role, head.lower_, places, plain) for role in entity.roles)
    ]


def _agrees(role: str, noun: str, places: set[str], plain: set[str]) -> bool:
    post = post_of(role)
    if noun != post and not (noun in lex.LEADERS and post in lex.LEADERS):
        return False
    words = [w.strip(".,'’").removesuffix("'s").removesuffix("’s") for w in role.split()]
    return places <= {_stem(w) for w in words if w[:1].isupper()} and plain <= {w.lower() for w in words}


def _nearby(cast: "Cast", head: Token) -> Mention | None:
    """Who spoke last in this paragraph, else the subject of its sentences before."""
    page = cast.page
    paragraph = page.paragraph_at[head.i]
    spoke = cast.spoke.get(paragraph)
    if spoke is not None and spoke.kind is SpeakerKind.PERSON:
        return spoke
    sentence = head.sent
    while sentence.start > 0 and page.paragraph_at[sentence.start - 1] == paragraph:
        sentence = page.doc[sentence.start - 1].sent
        people = people_in(cast, sentence)
        if people:
            return people[0]
    return None


def _stem(word: str) -> str:
    """'Russian' and 'Russia', 'Ukrainian' and 'Ukraine' share theirs; America's names are one."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low in lex.AMERICA:
        return "america"
    for ending in ("ians", "ian", "ans", "an", "ese", "ish", "ine", "ia", "a", "e", "i"):
        if len(low) - len(ending) >= 4 and low.endswith(ending):
            return low[: -len(ending)]
    return low
