"""Who passes a claim on, and where it was said: relays and venues are kept apart."""

import re
from dataclasses import replace

from spacy.tokens import Token

from claims.extraction import lexicon as lex
from claims.extraction.names import tidy
from claims.extraction.records import Mention
from claims.extraction.speakers import Cast
from claims.extraction.syntax import Page, child, subject, subtree

_CITING = frozenset({"cite", "quote"})
_SIGNED_POST = re.compile(r"[—–―] ?(?P<who>[^—–―\n(]{2,60}) \(@\w{1,30}\)")
_WHERE = frozenset({"in", "on", "at", "during", "via", "through", "to"})
_DATES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL"})
_LONGEST = 9
_SENTENCES_BACK = 3


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
        posted = token.lower_ == "on" and token.head.i == cue.i and cue.lemma_.lower() in lex.POSTING
        if posted and noun.pos_ == "PROPN" and noun.ent_type_ not in _DATES | {"PERSON"}:
            return _proper_name(noun) or noun.text
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


def cited_by(
    page: Page, cue: Token | None, source: list[int], content: set[int], cast: Cast
) -> Mention | None:
    """Whom a report goes back to: 'Northline, citing the Tribune, said', 'Northline, which cited it'.

    None where nobody is cited, or what is cited names nobody.
    """
    if cue is None or not source:
        return None
    near = {cue.i, *source}
    for token in cue.sent:
        running = token.tag_ == "VBG" or (token.dep_ == "relcl" and token.i not in content)
        if token.lemma_ not in _CITING or not running or token.i in page.quoted or token.i == cue.i:
            continue
        if token.head.i not in near:
            continue
        thing = child(token, "dobj")
        if thing is None or thing.i in page.quoted:
            continue
        found = cast.resolve([i for i in subtree(thing) if i not in near])
        if found.name:
            return replace(found, basis=f"cited for it; {found.basis}")
    return None


def only_cites(verb: Token) -> bool:
    """'..., citing the Tribune, ...' beside another cue: it says where a report is from, and nothing else."""
    return verb.lemma_ in _CITING and (verb.tag_ == "VBG" or verb.dep_ == "relcl") and verb.dep_ != "ROOT"


def poster(page: Page, content: set[int]) -> str:
    """Who signed the embedded post that a content stands in: '“...” — Lark (@lark) March 3'; '' if nobody."""
    last = page.doc[max(content)].idx
    start, end = page.text.rfind("\n", 0, last) + 1, page.text.find("\n", last)
    signed = _SIGNED_POST.search(page.text, start, end if end >= 0 else len(page.text))
    return tidy(signed["who"]) if signed else ""


def told_to(page: Page, cue: Token | None, content: set[int], cast: Cast) -> tuple[str, ...]:
    """The medium to whom it was told: 'Rask told the Ashlaw Tribune that ...'; () for any other audience.

    A medium is known by a word of its name, or because the passage cites its reports.
    """
    if cue is None or cue.lemma_.lower() != "tell":
        return ()
    whom = child(cue, "dative", "dobj")
    if whom is None or whom.pos_ != "PROPN" or whom.i in content or whom.i in page.quoted:
        return ()
    phrase = [i for i in subtree(whom) if i not in content]
    if not any(page.doc[i].lower_ in lex.MEDIA for i in phrase) and not _cited(page, whom):
        return ()
    name = cast.resolve(phrase).name
    return (name,) if name else ()


def _cited(page: Page, name: Token) -> bool:
    """Whether the passage has 'according to Northline' or 'Northline reported'."""
    for token in page.doc:
        if token.i == name.i or token.text != name.text:
            continue
        before = page.doc[max(token.i - 3, 0) : token.i].text.lower()
        if "according to" in before or (token.dep_ == "nsubj" and token.head.lemma_ == "report"):
            return True
    return False


def issuer(page: Page, source: list[int], cast: Cast) -> Mention | None:
    """Whose document speaks in 'the statement said': who made one in a sentence before; None if unsaid."""
    head = next((page.doc[i] for i in source if page.doc[i].lower_ in lex.DOCUMENT_NOUNS), None)
    definite = page.doc[source[0]].lower_ in ("the", "that", "this")
    if head is None or not definite or len(source) > 2 or head.i in page.quoted:
        return None
    sentence = head.sent
    for _ in range(_SENTENCES_BACK):
        if sentence.start == 0:
            return None
        sentence = page.doc[sentence.start - 1].sent
        named = any(t.lemma_ == head.lemma_ and t.i not in page.quoted for t in sentence)
        verb = sentence.root
        who = subject(verb, page.quoted) if named else None
        if who is not None and who.lemma_ != head.lemma_:
            found = cast.resolve([i for i in subtree(who) if i not in page.quoted])
            return replace(found, basis=f"whose {head.lower_} it is; {found.basis}") if found.name else None
    return None
