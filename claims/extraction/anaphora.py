"""Pronouns: nearest first, subjects first, and nothing that the article does not give reason for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.records import Mention
from claims.extraction.syntax import Page, ancestors, subtree

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
        if noun.dep_ == "appos" and noun.head.ent_type_ == "PERSON":
            noun = noun.head  # 'Ada Lark, an aide who ...'
        return cast.resolve(list(range(noun.left_edge.i, min(token.i, noun.right_edge.i + 1))) or [noun.i])
    if word in lex.PLURAL:
        return _plural(cast, token) or _body(cast, token, 3)
    return _body(cast, token, 3) if word in ("it", "its") else None


def people_in(cast: "Cast", sentence: Span) -> list[Mention]:
    """The people that the subjects of a sentence mean, main clause first, else whoever is named alone."""
    return [m for m, _ in _candidates(cast, sentence, sentence.end, "", quoted=False)]


def _antecedent(cast: "Cast", token: Token, gender: str) -> Mention | None:
    quoted = cast.page.quote_at[token.i] is not None
    for sentence, end in _backwards(cast.page, token, _LOOK_BACK):
        candidates = _candidates(cast, sentence, end, gender, quoted=quoted, before=token)
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
    cast: "Cast", sentence: Span, end: int, gender: str, *, quoted: bool, before: Token | None = None
) -> list[tuple[Mention, str]]:
    if before is not None and _quotes_after(cast, before, sentence):
        new = _introduced(cast, sentence, gender)
        if new is not None:
            return [(new, f"{new.name} is introduced at the end of the paragraph before")]
    subjects: list[tuple[int, Mention]] = []
    others: dict[str, Mention] = {}
    for token in cast.page.doc[sentence.start : end]:
        if not quoted and cast.page.quote_at[token.i] is not None:
            continue
        if before is not None and _belongs(token, before):
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


def _quotes_after(cast: "Cast", pronoun: Token, sentence: Span) -> bool:
    """Whether a quotation opens the pronoun's paragraph just after the sentence."""
    paragraph = cast.page.paragraph_at
    opens = cast.page.quote_at[min(sentence.end, len(paragraph) - 1)] is not None
    return opens and paragraph[sentence.end - 1] + 2 >= paragraph[pronoun.i] > paragraph[sentence.start]


def _introduced(cast: "Cast", sentence: Span, gender: str) -> Mention | None:
    """Who is named for the first time, with a description behind, as the last of a sentence.

    Not where its subject is somebody of that gender.
    """
    for token in sentence:
        subject = _person(cast, token) if token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT" else None
        known = cast.names.people.get(subject.name or "") if subject is not None else None
        if known is not None and known.gender == gender:
            return None
    for token in reversed(cast.page.doc[sentence.start : sentence.end]):
        if token.ent_type_ != "PERSON" or token.dep_ in _SUBJECTS:
            continue
        found = cast.person_at(token)
        if found is None:
            continue
        described = any(c.dep_ == "appos" and c.i > token.i for c in token.children)
        entity = cast.names.people.get(found.name or "")
        once = (
            described and entity is not None and min(entity.mentions) >= sentence[0].idx + cast.names.offset
        )
        return found if once and _fits(cast, found, gender) else None
    return None


def _belongs(name: Token, pronoun: Token) -> bool:
    """'Campaigning against Moor, he ...': a clause without a subject of its own is about the pronoun."""
    if pronoun.dep_ not in _SUBJECTS or name.sent.start != pronoun.sent.start:
        return False
    for above in ancestors(name):
        if above.i == pronoun.head.i:
            return True
        if any(c.dep_ in _SUBJECTS for c in above.children):
            return False
    return False


def _person(cast: "Cast", token: Token) -> Mention | None:
    """The person that a token stands for: a pronoun, the head of a name, or a described subject."""
    if token.tag_ == "PRP" and token.lower_ in lex.MASCULINE | lex.FEMININE and token.dep_ in _SUBJECTS:
        return cast.pronoun(token)
    if token.ent_type_ == "PERSON":
        return cast.person_at(token)
    if token.dep_ in _SUBJECTS and token.lower_ in lex.PERSON_NOUNS:
        named = next((c for c in token.head.children if c.dep_ == "attr" and c.ent_type_ == "PERSON"), None)
        if named is not None and token.head.lemma_ == "be":
            return cast.person_at(named)  # 'the winner is Ada Lark'
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


def _body(cast: "Cast", token: Token, steps: int) -> Mention | None:
    """The organisation that 'it' or 'they' means: the subject before, where that is one."""
    if token.dep_ not in (*_SUBJECTS, "poss") or _empty(token):
        return None
    for sentence, end in _backwards(cast.page, token, steps):
        subjects = [t for t in cast.page.doc[sentence.start : end] if t.dep_ in _SUBJECTS]
        subjects.sort(key=lambda t: t.head.dep_ != "ROOT")
        for other in subjects:
            if other.pos_ not in ("PROPN", "NOUN") or other.tag_ in ("NNS", "NNPS"):
                continue
            found = cast.resolve(list(subtree(other)))
            if found.name is not None and found.kind is SpeakerKind.ORGANISATION:
                return replace(found, basis=f"{token.text!r}: {found.name} is the subject before")
    return None


def _empty(token: Token) -> bool:
    """'It is believed', 'it seems': an 'it' that stands for nothing."""
    passive = any(c.dep_ == "auxpass" for c in token.head.children)
    return token.lower_ == "it" and (passive or token.head.lemma_ in ("be", "seem", "appear", "rain"))
