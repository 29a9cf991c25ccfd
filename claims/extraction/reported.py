"""Reported speech by verbs: 'said that', '“...”, said', 'denied the report', 'accused X of'."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.enums import AttributionClass
from claims.extraction import lexicon as lex
from claims.extraction.sources import beside, source_of
from claims.extraction.syntax import Found, Page, child, is_verb, own_subject, subtree

_NEAR = 14  # tokens that may stand between a cue and its quotation
_FRAGMENT = 7  # quoted words that may be part of a longer phrase
_ASKING = frozenset({"ask", "wonder", "question", "say", "inquire", "doubt"})
_CONDITIONAL = frozenset({"warn", "threaten", "promise", "vow", "pledge"})
_SKIP = frozenset({"about", "of", "on", "to", "for", "as", "against", "at", "with", "over", "from", "out"})


def reported_speech(page: Page) -> Iterator[Found]:
    """One attribution a cue verb, in reading order."""
    ranges = page.ranges()
    for token in page.doc:
        if (
            (is_verb(token) or _posts(page, token))
            and token.lemma_.lower() in lex.VERBS
            and token.dep_ not in ("aux", "auxpass", "amod")
        ):
            found = _read(page, token, ranges)
            if found is not None:
                yield found


def _read(page: Page, verb: Token, ranges: list[range]) -> Found | None:
    lemma = verb.lemma_.lower()
    clausal = _clause(verb, lemma)
    content = clausal or _as_said(verb, lemma)
    quoted = _with_quotes(page, verb, content, ranges)
    bare = lemma in lex.CLAUSE_ONLY and not child(verb, "prt")
    if not bare and not content and not (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        phrase = _object(verb, lemma)
        if not quoted or (_few_words(page, quoted) and phrase & quoted):
            quoted = _with_quotes(page, verb, phrase, ranges, look_around=False)
    if not quoted:
        return None
    source, passive = source_of(page, verb)
    if not source and not passive:
        source = beside(page, verb)
    if passive and not source and not clausal:
        return None
    inside = page.quote_at[verb.i]
    if inside is not None:
        quoted &= set(ranges[inside])
        source &= set(ranges[inside])
    quoted = _without_asides(page, quoted)
    quoted -= {verb.i, *source}
    quoted -= {i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") for i in subtree(c)}
    if not any(page.doc[i].is_alpha or page.doc[i].like_num for i in quoted):
        return None
    cue = {verb.i} | {c.i for c in verb.children if c.dep_ == "prt"}
    direct = any(page.quote_at[i] is not None for i in quoted) and page.quote_at[verb.i] is None
    confidence = 0.5 + 0.2 * bool(clausal) + 0.15 * direct + 0.1 * (lemma in ("say", "tell", "state"))
    confidence -= 0.2 * (not source)
    return Found(cue, quoted, source, _class(lemma, verb), round(confidence, 2))


def _few_words(page: Page, tokens: set[int]) -> bool:
    return sum(page.doc[i].is_alpha for i in tokens) < _FRAGMENT


def _without_asides(page: Page, content: set[int]) -> set[int]:
    """Without '..., as reported by X' and '... while warning that ...': cues of their own."""
    for i in sorted(content)[1:]:
        token = page.doc[i]
        if page.quote_at[i] is not None or token.lemma_.lower() not in lex.VERBS:
            continue
        if token.tag_ == "VBG" and page.doc[i - 1].lower_ == "while":
            return {k for k in content if k < i - 1}
        if token.dep_ == "advcl" and token.lemma_.lower() in lex.SPEECH_CLAUSE:
            marked = any(c.lower_ == "as" for c in token.lefts)
            if marked and token.left_edge.i > 0 and page.doc[token.left_edge.i - 1].text == ",":
                return content - set(subtree(token))
    return content


def _posts(page: Page, token: Token) -> bool:
    """'Smith posts, “...”', which taggers like to take for a noun."""
    after = page.doc[token.i + 1 : token.i + 3]
    return (
        token.lower_ in ("posts", "tweets", "writes", "says")
        and len(after) == 2
        and after[0].text in ",:"
        and (page.quote_at[token.i + 2] is not None)
    )


def _class(lemma: str, verb: Token) -> AttributionClass:
    infinitive = any(c.dep_ == "xcomp" for c in verb.children)
    if infinitive and lemma in lex.INTENT_INFINITIVE | {"agree", "decide", "refuse", "decline"}:
        return AttributionClass.INTENT
    return lex.class_of_verb(lemma)


# --- what is said ---------------------------------------------------------------------------------


def _clause(verb: Token, lemma: str) -> set[int]:
    """The clauses a verb governs: 'said that ...', 'urged him to ...', 'accused them of ...'."""
    content: set[int] = set()
    clausal = lemma in lex.SPEECH_CLAUSE | lex.BELIEF_CLAUSE
    infinitive = lemma in lex.SPEECH_INFINITIVE | lex.SPEECH_PERSON | lex.INTENT_INFINITIVE
    if clausal:
        content |= _behind_citing(verb)
    for c in verb.children:
        if (
            c.dep_ == "ccomp"
            and (clausal or infinitive or lemma in lex.SPEECH_PERSON)
            and _is_content(verb, c)
        ):
            content.update(subtree(c))
        elif c.dep_ == "xcomp" and (infinitive or (clausal and lemma not in lex.CLAUSE_ONLY)):
            content.update(subtree(c))
            if lemma in lex.SPEECH_PERSON | lex.SPEECH_INFINITIVE and (person := child(verb, "dobj")):
                content.update(subtree(person))
        elif c.dep_ == "advcl" and c.i > verb.i and lemma in _ASKING and _whether(c):
            content.update(subtree(c))
    return content


def _behind_citing(verb: Token) -> set[int]:
    """The clause of 'said, citing the Tribune, that ...', which parsers hang on what is cited."""
    citing = [c for c in verb.rights if c.lemma_ in ("cite", "quote") and c.tag_ == "VBG"]
    above = [t for c in citing for t in (c, child(c, "dobj")) if t is not None]
    clauses = [c for t in above for c in t.rights if c.dep_ in ("ccomp", "relcl") and _marked(c)]
    return {i for clause in clauses for i in subtree(clause)}


def _marked(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts)


def _whether(clause: Token) -> bool:
    return any(m.lower_ in ("whether", "if", "that") for m in clause.lefts)


def _is_content(verb: Token, clause: Token) -> bool:
    """A clause that comes first is content only where the cue closes it off: '..., he said'."""
    if clause.i > verb.i:
        return True
    between = verb.doc[clause.right_edge.i : verb.i + 1]
    return any(t.is_punct for t in between) or any(t.is_punct for t in verb.doc[clause.i : verb.i])


def _as_said(verb: Token, lemma: str) -> set[int]:
    """'..., as Reuters reported', '..., officials said, ...': the rest of the sentence is the content."""
    if lemma not in (lex.SPEECH_CLAUSE - lex.CLAUSE_ONLY) | {"put", "show"} or verb.dep_ not in (
        "parataxis",
        "advcl",
        "ccomp",
        "dep",
        "conj",
    ):
        return set()
    marked = any(c.lower_ == "as" for c in verb.lefts)
    if verb.dep_ in ("advcl", "conj", "ccomp") and not marked:
        return set()
    if not marked and own_subject(verb) is None:
        return set()
    if child(verb, "dobj", "ccomp", "xcomp", "acomp"):
        return set()
    rest = set(range(verb.sent.start, verb.sent.end)) if marked else set(subtree(verb.head))
    rest -= set(subtree(verb))
    return {i for i in rest if verb.doc[i].sent == verb.sent and verb.doc[i].text != "."}


def _object(verb: Token, lemma: str) -> set[int]:
    """'denied the report', 'accused him of lying', 'called on them to resign', 'warned of delays'."""
    content: set[int] = set()
    passive = child(verb, "nsubjpass")
    takes_object = bool(child(verb, "prt")) and lemma == "point"
    takes_object |= lemma in lex.SPEECH_OBJECT | lex.SPEECH_PERSON | lex.BELIEF_OBJECT | lex.INTENT_OBJECT
    if passive is not None and takes_object and child(verb, "agent"):
        content.update(subtree(passive))
    thing = child(verb, "dobj", "oprd")
    if thing is not None and takes_object and not (lemma in lex.TOLD and not child(verb, "prep")):
        content.update(subtree(thing))
    for c in verb.children:
        if content and (c.dep_ == "oprd" or (c.dep_ == "advcl" and lemma in _CONDITIONAL and _whether(c))):
            content.update(subtree(c))
        if c.dep_ != "prep" or c.lower_ not in _SKIP or c.i < verb.i:
            continue
        if (content and lemma in lex.SPEECH_PERSON and c.lower_ in ("of", "for", "as", "to", "with")) or (
            not content
            and lemma in lex.SPEECH_ABOUT
            and c.lower_ in ("about", "of", "on", "for", "against", "at", "to")
        ):
            if (
                lemma in ("speak", "talk", "write", "respond", "reply", "apologize", "apologise")
                and c.lower_ != "about"
            ):
                continue
            content.update(i for i in subtree(c) if i != c.i or content)
    return content


# --- quotations -----------------------------------------------------------------------------------


def _with_quotes(
    page: Page, verb: Token, content: set[int], ranges: list[range], *, look_around: bool = True
) -> set[int]:
    """Content widened to the whole of a quotation it touches, or taken from the quotation beside the cue."""
    inside = page.quote_at[verb.i]
    widened = set(content)
    for q in {page.quote_at[i] for i in content} - {None, inside}:
        assert q is not None  # noqa: S101 - narrows the type
        tokens = ranges[q]
        if verb.i not in tokens:
            widened.update(tokens)
    if not look_around or inside is not None:
        return widened
    has_quote = any(page.quote_at[i] is not None for i in widened)
    if not widened or not has_quote:
        after, before = _quote_after(page, verb, ranges), _quote_before(page, verb, ranges)
        if (after and not widened) or (after and min(after) <= max(widened) + 3):
            widened.update(after)
        elif before and not widened:
            widened.update(before)
    elif (after := _quote_after(page, verb, ranges)) and max(widened) < verb.i and after[0] > verb.i:
        widened.update(after)  # the second half of '“...”, he said, “...”'
    return widened


def _quote_after(page: Page, verb: Token, ranges: list[range]) -> range | None:
    """The quotation that follows a cue with nothing but its own phrase between."""
    doc = page.doc
    for i in range(verb.i + 1, min(verb.i + _NEAR, len(doc))):
        q = page.quote_at[i]
        if q is not None:
            between = doc[verb.i + 1 : i]
            text = between.text.rstrip()
            tight = not text or text[-1] in ",:—-" or text.split()[-1].lower() == "that" or i - verb.i <= 3
            return ranges[q] if tight and i == ranges[q][0] else None
        token = doc[i]
        if "\n" in token.text and doc[i - 1].text != ":":
            return None
        if token.text in (".", "!", "?", ";") or (
            is_verb(token) and token.dep_ not in ("acl", "relcl", "amod")
        ):
            return None
    return None


def _quote_before(page: Page, verb: Token, ranges: list[range]) -> range | None:
    """The quotation that a cue closes off: '“...,” said the harbour master'."""
    doc = page.doc
    for i in range(verb.i - 1, max(verb.i - _NEAR, -1), -1):
        q = page.quote_at[i]
        if q is not None:
            return ranges[q] if i == ranges[q][-1] else None
        token = doc[i]
        if "\n" in token.text or token.text in (".", "!", "?", ";", ":"):
            return None
        if (is_verb(token) or _posts(page, token)) and token.dep_ not in (
            "aux",
            "auxpass",
            "acl",
            "relcl",
            "amod",
        ):
            return None
    return None
