"""Pronouns: nearest first, subjects first, and nothing that the article does not give reason for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.records import Mention
from claims.extraction.syntax import Page, subtree

if TYPE_CHECKING:
    from claims.extraction.speakers import Cast

_LOOK_BACK = 8  # sentences
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def pronoun(cast: "Cast", token: Token) -> Mention | None:
    """Whom 'he', 'she', 'they' or 'who' means; None without evidence."""
    word = token.lower_
    if word in lex.MASCULINE or word in lex.FEMININE:
        return _antecedent(cast, token, "m" if word in lex.MASCULINE else "f")
    if word in ("who", "whom", "which", "that") and token.head.dep_ == "relcl":
        noun = token.head.head
        return cast.resolve(list(range(noun.left_edge.i, min(token.i, noun.right_edge.i + 1))) or [noun.i])
    return _plural(cast, token) if word in lex.PLURAL else None


def people_in(cast: "Cast", sentence: Span) -> list[Mention]:
    """The people that the subjects of a sentence mean, main clause first, else whoever is named alone."""
    return [m for m, _ in _candidates(cast, sentence, sentence.end, "", quoted=False)]


def _antecedent(cast: "Cast", token: Token, gender: str) -> Mention | None:
    quoted = cast.page.quote_at[token.i] is not None
    for sentence, end in _backwards(cast.page, token, _LOOK_BACK):
        candidates = _candidates(cast, sentence, end, gender, quoted=quoted)
        if candidates:
            mention, why = candidates[0]
            return replace(mention, basis=f"{token.text!r}: {why}")
    return None


def _backwards(page: Page, token: Token, steps: int) -> Iterator[tuple[Span, int]]:
    """The sentence before the token, then the sentences before it, each with where to stop reading."""
    sentence, end = token.sent, token.i
    for _ in range(steps):
        yield sentence, end
        if sentence.start == 0:
            return
        sentence = page.doc[sentence.start - 1].sent
        end = sentence.end


def _candidates(
    cast: "Cast", sentence: Span, end: int, gender: str, *, quoted: bool
) -> list[tuple[Mention, str]]:
    subjects: list[tuple[int, Mention]] = []
    others: dict[str, Mention] = {}
    for token in cast.page.doc[sentence.start : end]:
        if not quoted and cast.page.quote_at[token.i] is not None:
            continue
        found = _person(cast, token)
        if found is None or found.name is None or not _fits(cast, found, gender):
            continue
        subject = token if token.dep_ in _SUBJECTS else token.head if token.dep_ == "appos" else None
        if subject is not None and subject.dep_ in _SUBJECTS:
            subjects.append((0 if subject.head.dep_ == "ROOT" else 1, found))
        else:
            others.setdefault(found.name, found)
    if subjects:
        subjects.sort(key=lambda s: s[0])
        return [(m, f"{m.name} is the subject before") for _, m in subjects]
    if len(others) == 1:
        return [(m, f"{m.name} is the only person named just before") for m in others.values()]
    return []


def _person(cast: "Cast", token: Token) -> Mention | None:
    """The person that a token stands for: a pronoun, the head of a name, or a described subject."""
    if token.tag_ == "PRP" and token.lower_ in lex.MASCULINE | lex.FEMININE and token.dep_ in _SUBJECTS:
        return cast.pronoun(token)
    if token.ent_type_ == "PERSON":
        return cast.person_at(token)
    if token.dep_ in _SUBJECTS and token.lower_ in lex.PERSON_NOUNS:
        return cast.resolve(list(subtree(token)))
    return None


def _fits(cast: "Cast", mention: Mention, gender: str) -> bool:
    if mention.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED):
        return False
    entity = cast.names.people.get(mention.name or "")
    return not gender or entity is None or not entity.gender or entity.gender == gender


def _plural(cast: "Cast", token: Token) -> Mention | None:
    for sentence, end in _backwards(cast.page, token, 3):
        for other in cast.page.doc[sentence.start : end]:
            if other.dep_ in _SUBJECTS and other.tag_ in ("NNS", "NNPS"):
                found = cast.resolve(list(subtree(other)))
                if found.name is not None:
                    return replace(found, basis=f"{token.text!r}: {found.name} is the plural subject before")
    return None
