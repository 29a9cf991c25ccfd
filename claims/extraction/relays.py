"""Who passes a claim on, and where it was said: relays and venues are kept apart."""

from spacy.tokens import Token

from claims.extraction import lexicon as lex
from claims.extraction.names import tidy
from claims.extraction.syntax import Page, subtree

_WHERE = frozenset({"in", "on", "at", "during", "via", "through", "to"})
_DATES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL"})
_LONGEST = 9


def venue_of(page: Page, cue: Token, content: set[int]) -> str:
    """The place of an utterance as printed ('Truth Social', 'press conference in Moscow'); '' if none."""
    for token in cue.sent:
        if token.i in content or token.dep_ != "prep" or token.lower_ not in _WHERE:
            continue
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is None or noun.i in content or page.quote_at[noun.i] is not None:
            continue
        if token.lower_ == "to" and noun.lower_ != "reporters":
            continue
        if noun.lemma_.lower() in lex.VENUE_NOUNS or noun.lower_ in lex.PLATFORMS or _carrier(noun):
            return _printed(noun)
    if cue.lemma_.lower() in ("tweet", "retweet"):
        return "Twitter"
    return ""


def _carrier(noun: Token) -> bool:
    return noun.lemma_.lower() in lex.CARRIERS or any(
        c.dep_ == "appos" and c.lemma_.lower() in lex.CARRIERS for c in noun.children
    )


def _printed(noun: Token) -> str:
    if noun.lemma_.lower() in lex.CARRIERS:
        proper = _proper_name(noun)
        if proper:
            return proper
    end = noun.i
    for c in noun.rights:
        if c.dep_ == "prep" and c.lower_ in ("in", "with", "on", "at", "of") and c.i == end + 1:
            thing = next((p for p in c.children if p.dep_ == "pobj"), None)
            if thing is None or thing.ent_type_ in _DATES:
                break
            end = thing.i
    start = noun.left_edge.i
    words = [t for t in noun.doc[start : end + 1] if not t.is_space]
    while words and words[0].dep_ in ("det", "poss", "case"):
        words.pop(0)
    return tidy(" ".join(t.text for t in words[:_LONGEST])) if words else noun.text


def _proper_name(noun: Token) -> str:
    """The platform named anywhere in the phrase: 'his social media platform, Truth Social'."""
    words: list[str] = []
    for i in subtree(noun):
        token = noun.doc[i]
        named = (
            token.pos_ == "PROPN" and token.ent_type_ not in _DATES | {"PERSON"}
        ) or token.lower_ in lex.PLATFORMS
        if named and token.dep_ != "poss":
            words.append(token.text)
        elif words:
            break
    return " ".join(words)
