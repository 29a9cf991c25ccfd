"""Speakers without a name in the phrase: 'the Russian leader', 'the commander', 'officials', 'a source'."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.anaphora import people_in
from claims.extraction.names import Entity, post_of, surname, tidy
from claims.extraction.records import Mention

if TYPE_CHECKING:
    from claims.extraction.speakers import Cast

_LONGEST = 120  # characters kept of a description
_FORMER = frozenset({"former", "ex", "one-time", "onetime", "erstwhile"})
_EPITHETS = (  # adjectives and posts that say nothing of whom: any politician of an article may be meant
    frozenset({"republican", "democratic", "democrat", "gop", "conservative", "liberal", "independent"})
    | {"presidential", "current", "former", "longtime", "veteran", "senior", "outspoken", "lawmaker"}
    | {"nominee", "candidate", "senator", "representative", "governor", "congressman", "congresswoman"}
    | {"billionaire", "businessman", "businesswoman"}
)
_PARTIES = {
    "gop": "republican",
    "democrat": "democratic",
    "republicans": "republican",
    "democrats": "democratic",
}
_LAWMAKERS = frozenset({"lawmaker", "senator", "representative"})
_LESSER = frozenset({"vice", "deputy", "former", "ex", "acting", "assistant", "vice-presidential"})
_RANK = frozenset({"presidential", "current", "then", "own", "nominee"})
_TIMES = 3  # as often as the next is somebody named whom an article is about
_FAR = 300  # tokens
_LEAD = 4  # paragraphs, blank ones counted, that a heading and the first sentence may take
_SUBJECTS = ("nsubj", "nsubjpass")
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
        named = _named_body(cast, phrase, head)
        if named is not None:
            return named.mention(f"{text!r} is {named.name}, the only {noun} that the article names")
        short = tidy(cast.page.doc[phrase.start : head.i + 1].text)[:_LONGEST]
        return Mention(short or text, SpeakerKind.ORGANISATION, basis="an organisation described here")
    return None


def _named_body(cast: "Cast", phrase: Span, head: Token) -> Entity | None:
    """'the bank' where one bank is named: 'Marlow Bank', 'Bank of Velden'."""
    words = [t for t in phrase if t.is_alpha]
    if [t.i for t in words[1:]] != [head.i] or words[0].lower_ not in ("the", "that", "this"):
        return None
    here = cast.names.offset + head.idx
    before = [
        entity
        for name, entity in cast.names.organisations.items()
        if head.lower_ in (body := name.lower().split(" of ")[0].split()) and body[-1] == head.lower_
        if len(name.split()) > 1 and min(entity.mentions) < here
    ]
    return before[0] if len(before) == 1 else None


def _group(cast: "Cast", phrase: Span, head: Token) -> Mention | None:
    first = phrase.start + (phrase[0].lower_ in ("both", "either", "all") and phrase.start < head.i)
    words = cast.page.doc[first : head.i + 1]
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
    text = _owned(cast, phrase, head)[:_LONGEST]
    definite = any(t.lower_ in ("the", "this", "that") for t in head.lefts)
    owned = any(t.dep_ == "poss" for t in head.lefts)
    if not definite and not owned and any(t.lower_ in ("a", "an", "one", "another") for t in head.lefts):
        return Mention(text, SpeakerKind.UNNAMED, basis="not named in the article")
    bare = definite and sum(t.is_alpha for t in phrase) <= 2
    holders = _holders(cast, phrase, head)
    if len(holders) == 1:
        basis = f"{text!r}: the article calls {holders[0].name} {holders[0].role!r}"
        return holders[0].mention(basis)
    if bare and len(holders) > 1:
        first, second = sorted(holders, key=lambda h: -len(h.mentions))[:2]
        if len(first.mentions) >= _TIMES * (len(second.mentions) + 1):
            return first.mention(f"{text!r}: of those called so, the article is about {first.name}")
    known = cast.described.get(head.lower_)
    if known is not None and bare:
        return replace(known, basis=f"{text!r}: described before as {known.role or known.name!r}")
    epithet = all(t.lower_ in _EPITHETS or t.dep_ in ("det", "cc") for t in phrase if t.is_alpha)
    former = any(t.lower_ in _FORMER for t in phrase)
    if definite and len(holders) > 1:
        near = _nearby(cast, head)
        others = {surname(h.name) for h in holders if near is None or h.name != near.name}
        before = cast.page.doc[max(head.sent.start - 1, 0)].sent.text.split()
        if near is not None and len(others) < len(holders) and not others & set(before):
            return replace(near, basis=f"{text!r}: of those called so, {near.name} is who speaks here")
    if not holders and definite and (bare or former or epithet):
        near = _nearby(cast, head)
        if near is not None:
            return replace(near, basis=f"{text!r}: {near.name} is who speaks in this paragraph")
    named = _introduced(cast, head, definite=definite) if not holders else None
    if named is not None:
        cast.names.call(named, text)
        found = named.mention(f"{text!r}: {named.name} is who speaks next, named without a post", text)
        cast.described[head.lower_] = found
        return found
    found = Mention(text, SpeakerKind.UNNAMED, role=text, basis="described, not named in the article")
    cast.described[head.lower_] = found
    return found


def _owned(cast: "Cast", phrase: Span, head: Token) -> str:
    """A description as printed, but with whose it is: "Rolf Tarn's wife" for 'his wife'."""
    owner = next((t for t in head.lefts if t.dep_ == "poss" and t.tag_ == "PRP$"), None)
    whose = cast.pronoun(owner).name if owner is not None and owner.lower_ in ("his", "her") else None
    if owner is None or whose is None or phrase[0].i != owner.i or len(phrase) < 2:
        return tidy(phrase.text)
    return f"{whose}'s {tidy(cast.page.doc[owner.i + 1 : phrase.end].text)}"


def _holders(cast: "Cast", phrase: Span, head: Token) -> list[Entity]:
    """People whose printed role agrees with a description in its noun and, where it says one, its place."""
    said = [t for t in phrase if t.is_alpha and t.i != head.i and t.dep_ not in ("det", "case")]
    places = {_stem(t.text) for t in said if t.text[0].isupper()}
    plain = {t.lower_ for t in said if not t.text[0].isupper()}
    post = post_of(head.text)
    posts = lex.LEADERS if post in lex.LEADERS else _LAWMAKERS if post == "lawmaker" else {post}
    return [
        entity
        for entity in cast.names.holders(posts)
        if any(_agrees(role, posts, places, plain) for role in entity.roles)
    ]


def _agrees(role: str, posts: Collection[str], places: set[str], plain: set[str]) -> bool:
    """'the Republican candidate' and 'GOP presidential nominee', but not 'vice presidential nominee'."""
    if post_of(role) not in posts:
        return False
    words = [w.strip(".,'’").removesuffix("'s").removesuffix("’s") for w in role.split()]
    low = {w.lower() for w in words}
    if (low & _LESSER) - plain:
        return False
    return places <= {_stem(w) for w in words} and plain - _RANK <= low


def _introduced(cast: "Cast", head: Token, *, definite: bool) -> Entity | None:
    """Whom a lead describes and the next paragraph names: 'The mayor said ...', '“...,” Ada Lark said'.

    Only where the name is the first after the description, nobody else speaks before, and the article prints
    no post for it.
    """
    page = cast.page
    paragraph = page.paragraph_at[head.i]
    if paragraph > _LEAD or not (definite or paragraph == 0) or head.dep_ not in _SUBJECTS:
        return None
    for token in page.doc[head.i + 1 : head.i + 1 + _FAR]:
        if page.paragraph_at[token.i] > paragraph + 2 + (paragraph == 0):
            return None
        if token.ent_type_ != "PERSON" or page.quote_at[token.i] is not None:
            continue
        found = cast.person_at(token)
        if found is None:
            continue
        entity = cast.names.people.get(found.name or "")
        speaks = token.dep_ in _SUBJECTS and token.head.lemma_ in lex.SPEECH_CLAUSE
        own = page.paragraph_at[token.i] > paragraph
        return entity if entity is not None and speaks and own and not entity.roles else None
    return None


def _nearby(cast: "Cast", head: Token) -> Mention | None:
    """Who spoke last in this paragraph, else the subject of its sentences before."""
    page = cast.page
    paragraph = page.paragraph_at[head.i]
    spoke = cast.spoke.get(paragraph)
    if spoke is not None and spoke.kind is SpeakerKind.PERSON:
        return spoke
    sentence = head.sent
    first = page.paragraph_at[sentence.start - 1] != paragraph if sentence.start else False
    while sentence.start > 0 and (first or page.paragraph_at[sentence.start - 1] == paragraph):
        sentence, first = page.doc[sentence.start - 1].sent, False
        people = people_in(cast, sentence)
        if people:
            return people[0]
    return None


def _stem(word: str) -> str:
    """'Russian' and 'Russia', 'Ukrainian' and 'Ukraine' share theirs; America's names are one."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    low = _PARTIES.get(low, low)
    if low in lex.AMERICA:
        return "america"
    for ending in ("ians", "ian", "ans", "an", "ese", "ish", "ine", "ia", "a", "e", "i"):
        if len(low) - len(ending) >= 4 and low.endswith(ending):
            return low[: -len(ending)]
    return low
