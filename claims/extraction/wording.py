"""The text of a claim as a reader needs it: by itself, in sentence case, with pronouns named in brackets."""

import re

from spacy.tokens import Token

from claims.extraction import lexicon as lex
from claims.extraction.syntax import Page, spans_of

_BEFORE = re.compile(r"\s+([,.;:!?…])")
_GAPS = re.compile(r"\s+")
_JOINED = re.compile(r"[,.]?[”\"] [“\"](?=\w)")
_NEGATED = frozenset({"not", "n't", "no", "never"})


def printed(page: Page, raw: str, tokens: list[int], insert: dict[int, str] | None = None) -> str:
    """The words of these tokens, with ' [name]' after the tokens that ask for one; shouting is calmed."""
    insert = insert or {}
    pieces = []
    for start, end in spans_of(page.doc, tokens):
        last = start
        for i in sorted(insert):
            token = page.doc[i]
            if start <= token.idx < end:
                stop = token.idx + len(token)
                pieces.append(_original(page.text, raw, last, stop) + insert[i])
                last = stop
        pieces.append(_original(page.text, raw, last, end) + " ")
    text = _GAPS.sub(" ", "".join(pieces)).strip()
    text = _JOINED.sub(" ", text) if len(pieces) > 1 else text
    return _BEFORE.sub(r"\1", _without_odd_mark(text))


def _without_odd_mark(text: str) -> str:
    """A lone mark of quotation, its partner in another claim, only puzzles the reader."""
    if text.count("“") != text.count("”"):
        odd = "“" if text.count("“") > text.count("”") else "”"
        at = text.rfind(odd)
        text = text[:at] + text[at + 1 :]
    return text


def _original(read: str, raw: str, start: int, end: int) -> str:
    """What was printed, but for shouted words, which stay as calmed for reading."""

    def shouted(k: int) -> bool:
        return raw[k] != read[k] and raw[k].isalpha() and not raw[k + 1 : k + 2].islower()

    return "".join(read[k] if shouted(k) or not raw[k].isprintable() else raw[k] for k in range(start, end))


def sentence(text: str) -> str:
    """Capital first, one end mark."""
    text = text.strip(" ,;:—–-")
    if not text:
        return text
    first = next((k for k, c in enumerate(text) if c.isalpha() or c.isdigit()), 0)
    text = text[:first] + text[first].upper() + text[first + 1 :]
    text = re.sub(r"([!?])[!?.]+$", r"\1", text)
    text = re.sub(r",([”\"'’]*)[,.]*$", r"\1", text)
    core = text.rstrip("”\"'’)")
    return text if core.endswith((".", "!", "?", "…")) else text + "."


def named_pronouns(page: Page, tokens: list[int], speaker: str | None, subject: str | None) -> dict[int, str]:
    """Brackets for a claim: the speaker after the first 'I', `subject` after the first 'he' or 'she'."""
    for i in tokens:
        token = page.doc[i]
        if token.lower_ == "i" and token.tag_ == "PRP" and speaker and page.quote_at[i] is not None:
            return {i: f" [{speaker}]"}
        if token.lower_ in ("he", "she") and subject and page.quote_at[i] is None:
            return {i: f" [{subject}]"}
        if token.tag_ == "PRP" and token.lower_ in ("he", "she"):
            return {}
    return {}


def negated(page: Page, raw: str, tokens: list[int]) -> str | None:
    """A clause turned into its negation by 'not' after its first auxiliary; None where that is not safe."""
    verb = _main_verb(page, tokens)
    if verb is None:
        return None
    inside = set(tokens)
    if any(c.dep_ == "neg" or c.lower_ in _NEGATED for c in verb.children) or any(
        page.doc[i].lower_ in _NEGATED for i in tokens
    ):
        return None
    helper = next(
        (c for c in verb.lefts if c.dep_ in ("aux", "auxpass") and c.i in inside and c.lower_ != "to"), None
    )
    if helper is None and verb.lemma_ == "be":
        helper = verb
    return printed(page, raw, tokens, {helper.i: " not"}) if helper is not None else None


def _main_verb(page: Page, tokens: list[int]) -> Token | None:
    inside = set(tokens)
    for i in tokens:
        token = page.doc[i]
        if (
            token.pos_ in ("VERB", "AUX")
            and token.head.i not in inside
            and token.dep_ not in ("aux", "auxpass")
        ):
            return token
    return None


def with_cue(page: Page, raw: str, speaker: str | None, cue: list[int], tokens: list[int]) -> str:
    """For a content that is no sentence: '[Ada Lark] refuted claims of delay'; alone before its cue."""
    if cue and tokens and cue[0] > tokens[-1]:
        return printed(page, raw, tokens)
    running = bool(cue) and page.doc[cue[0]].tag_ == "VBG"  # 'Lark, warning of delays'
    who = f"[{speaker}]{',' if running else ''} " if speaker else ""
    between = range(cue[-1] + 1, tokens[0]) if cue and tokens else range(0)
    small = len(between) <= 3 and all(
        page.doc[i].pos_ in ("ADP", "DET", "PART", "PRON", "SCONJ") for i in between
    )
    phrase = printed(page, raw, sorted({*cue, *tokens, *(between if small else ())}))
    return who + phrase if cue else phrase


__all__ = ["lex", "named_pronouns", "negated", "printed", "sentence", "with_cue"]
