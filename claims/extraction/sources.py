"""Who says it: the noun phrase that speaks, for a cue that is a verb.

A cue outside quotation marks has its source outside them: parsers like to take a word of the quotation
for the subject of 'said'.
"""

from spacy.tokens import Token

from claims.extraction.syntax import Page, ancestors, child, own_subject, subject, subtree

_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"})
_NICKNAME = 3  # words of a quotation that a name may hold
_ASIDE = 10  # tokens between the commas of 'Holm, the mayor, said'
_NO_SPEAKER = frozenset({"it", "there", "this", "that", "what", "which", "who", "to", "not"})


def source_of(page: Page, verb: Token) -> tuple[set[int], bool]:
    """The noun phrase that speaks, and whether the cue is passive: 'was told by', 'it is believed'."""
    barred = page.quoted if verb.i not in page.quoted else frozenset[int]()
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl")
        and not any(c.dep_ == "aux" for c in verb.children)
    )
    if passive:
        agent = child(verb, "agent")
        by = child(agent, "pobj") if agent is not None else None
        if by is not None:
            return _printed(page, by), True
        if verb.lemma_ not in ("quote", "hear", "cite", "record"):
            return set(), True
    relative = own_subject(verb, barred)
    if relative is not None and relative.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return {relative.i}, passive
    found = subject(verb, barred)
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).lower_ == "while":
        found = subject(verb.sent.root, barred)
    empty = ("it", "there") if passive else ("there",)
    if found is None or found.dep_ == "expl" or found.lower_ in (*empty, "this", "that", "what", "which"):
        after = _inverted(verb)
        return (_printed(page, after) if after is not None else set()), passive
    phrase = _printed(page, found)
    if verb.i in phrase or any(a.i == found.i for a in ancestors(verb)):
        phrase = {i for i in phrase if i < min(verb.left_edge.i, verb.i) or i == found.i}
    return phrase, passive


def _printed(page: Page, head: Token) -> set[int]:
    """The phrase of a head outside quotation marks ends where a quotation longer than a nickname begins."""
    phrase = set(subtree(head))
    if head.i in page.quoted:
        return phrase
    inner = {page.quote_at[i] for i in phrase} - {None}
    for q in inner:
        words = [i for i in phrase if page.quote_at[i] == q and page.doc[i].is_alpha]
        if len(words) <= _NICKNAME:
            continue
        first, last = min(words), max(words)
        phrase = {i for i in phrase if (i < first if head.i < first else i > last)}
    return phrase


def _inverted(verb: Token) -> Token | None:
    """'said Harrison' where the parser took the speaker for an object."""
    thing = child(verb, "dobj", "attr")
    if (
        thing is not None
        and thing.i > verb.i
        and thing.ent_type_ in ("PERSON", "ORG")
        and verb.lemma_ in ("say", "add")
    ):
        return thing
    return None


def beside(page: Page, verb: Token) -> set[int]:
    """The words that stand where a speaker does, for a cue which the parser gave no subject.

    They end just before the cue, with an aside at most between ('Holm, the mayor, said'), or follow it where
    a quotation closes before it ('“...,” said Holm').
    """
    if verb.i in page.quoted:
        return set()
    after_quote = verb.i > 0 and verb.i - 1 in page.quoted
    if after_quote:
        return _run(page, verb.i + 1, 1)
    return _run(page, _over_aside(page, verb.i - 1), -1)


def _run(page: Page, start: int, step: int) -> set[int]:
    """The words of a noun phrase from `start` on, leftwards or rightwards; none where it names nobody."""
    doc = page.doc
    run = []
    i = start
    while 0 <= i < len(doc) and i not in page.quoted and doc[i].pos_ in _PHRASE:
        run.append(i)
        i += step
    words = [doc[i] for i in run]
    if not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in words):
        return set()
    if any(t.lower_ in _NO_SPEAKER for t in words):
        return set()
    named = any(t.ent_type_ in ("PERSON", "ORG", "GPE") for t in words)
    return set(run) if named or (i >= 0 and i in page.quoted) or step > 0 else set()


def _over_aside(page: Page, end: int) -> int:
    """The token before 'Holm, the mayor, ...' when `end` is the second comma."""
    doc = page.doc
    if end < 0 or doc[end].text != ",":
        return end
    for i in range(end - 1, max(end - _ASIDE, 0), -1):
        if doc[i].text == "," and i not in page.quoted:
            return i - 1
        if i in page.quoted or "\n" in doc[i].text or doc[i].text in (".", ";", ":"):
            break
    return end
