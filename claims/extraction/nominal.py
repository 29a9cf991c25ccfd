"""Attributions without a cue verb: 'according to', 'his claim that', 'made it clear that', 'reportedly'."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.enums import AttributionClass
from claims.extraction import lexicon as lex
from claims.extraction.syntax import Found, Page, ancestors, child, own_subject, subject, subtree


def nominal_cues(page: Page) -> Iterator[Found]:
    """Attributions by prepositions, nouns, adjectives and adverbs, in reading order."""
    for token in page.doc:
        for read in (_according, _noun, _made_clear, _adjective, _adverb):
            found = read(page, token)
            if found is not None:
                yield found
                break


def _according(page: Page, token: Token) -> Found | None:
    """'According to X, ...' and '..., according to X', 'per X'."""
    if token.lower_ != "according":
        return None
    to = child(token, "prep") or (page.doc[token.i + 1] if token.i + 1 < len(page.doc) else None)
    if to is None or to.lower_ != "to":
        return None
    source = child(to, "pobj") or child(token, "pobj")
    if source is None:
        return None
    phrase = set(subtree(source))
    cue = {token.i, to.i}
    verb = next((a for a in ancestors(token) if a.pos_ in ("VERB", "AUX")), None)
    sentence = {t.i for t in token.sent if not t.is_space}
    whole = set(subtree(verb)) & sentence if verb is not None else sentence
    if token.i == token.sent[0].i or verb is None or verb.dep_ in ("ROOT", "ccomp"):
        whole = sentence if verb is None or verb.dep_ == "ROOT" else whole
    content = whole - phrase - cue
    content = _close_side(page, token, content, cue | phrase)
    return Found(cue, content, phrase, AttributionClass.SPEECH, 0.8) if content else None


def _close_side(page: Page, token: Token, content: set[int], phrase: set[int]) -> set[int]:
    """Where 'according to' stands inside a sentence with ';' or a quote, only its own part."""
    doc = page.doc
    low, high = min(phrase), max(phrase)
    for i in range(low - 1, token.sent.start - 1, -1):
        if doc[i].text == ";" and page.quote_at[i] is None:
            return {c for c in content if i < c}
    for i in range(high + 1, token.sent.end):
        if doc[i].text == ";" and page.quote_at[i] is None:
            return {c for c in content if c < i}
    return content


def _noun(page: Page, token: Token) -> Found | None:
    """'his claim that ...', 'reports from X that ...', 'expressed concern for ...', 'raised questions'."""
    lemma = token.lemma_.lower()
    class_ = lex.CLASS_OF_NOUN.get(lemma)
    if class_ is None or token.pos_ != "NOUN":
        return None
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and _that(c)), None)
    plan = next((c for c in token.children if c.dep_ == "acl" and c.tag_ == "VB"), None)
    about = next(
        (
            c
            for c in token.children
            if c.dep_ == "prep" and c.lower_ in ("about", "of", "over", "for", "on", "in", "regarding")
        ),
        None,
    )
    owner = child(token, "poss")
    verb = token.head if token.dep_ == "dobj" and token.head.lemma_ in lex.LIGHT_VERBS else None
    speaker = owner or (subject(verb) if verb is not None else None)
    content_head = clause or plan or (about if verb is not None or owner is not None else None)
    if content_head is None or (clause is None and speaker is None):
        return None
    if (
        clause is None
        and owner is not None
        and verb is None
        and lemma in ("report", "message", "plan", "interest")
    ):
        return None
    source = set(subtree(speaker)) - {token.i} if speaker is not None else set()
    if owner is not None and speaker is owner:
        source -= {c.i for c in owner.children if c.dep_ == "case"}
    if speaker is None and (by := _from(token)):
        source = set(subtree(by))
    content = set(subtree(content_head)) - source
    if content_head is about:
        content.discard(about.i)
    cue = {token.i} | ({verb.i} if verb is not None else set())
    if source & {verb.i if verb is not None else -1}:
        return None
    return Found(cue, content, source, class_, 0.6 if clause is not None else 0.45) if content else None


def _that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)


def _from(noun: Token) -> Token | None:
    for c in noun.children:
        if c.dep_ == "prep" and c.lower_ in ("from", "by"):
            return child(c, "pobj")
    return None


def _made_clear(page: Page, token: Token) -> Found | None:
    """'made it clear that ...', 'made clear ...'."""
    if token.lower_ != "clear" or token.i == 0:
        return None
    verb = next((a for a in (token.head, token.head.head) if a.lemma_ == "make"), None)
    if verb is None or not verb.i < token.i <= verb.i + 3:
        return None
    speaker = subject(verb)
    content = set(range(token.i + 1, verb.right_edge.i + 1)) - {
        t.i for t in page.doc[token.i + 1 : verb.right_edge.i + 1] if t.sent != token.sent
    }
    content = {i for i in content if page.doc[i].text != "." or page.quote_at[i] is not None}
    if not content or speaker is None:
        return None
    return Found(
        set(range(verb.i, token.i + 1)), content, set(subtree(speaker)), AttributionClass.SPEECH, 0.75
    )


def _adjective(page: Page, token: Token) -> Found | None:
    """'is confident that ...', 'was worried about ...'."""
    if token.lower_ not in lex.BELIEF_ADJECTIVES or token.dep_ != "acomp" or token.lower_ == "clear":
        return None
    content_head = child(token, "ccomp", "xcomp", "prep")
    speaker = own_subject(token.head)
    if content_head is None or speaker is None or speaker.lower_ in ("it", "that", "this"):
        return None
    if content_head.dep_ == "prep" and content_head.lower_ not in ("about", "of", "that"):
        return None
    content = set(subtree(content_head))
    if content_head.dep_ == "prep":
        content.discard(content_head.i)
    return Found({token.head.i, token.i}, content, set(subtree(speaker)), AttributionClass.BELIEF, 0.5)


def _adverb(page: Page, token: Token) -> Found | None:
    """'Russian forces reportedly suffered ...': nobody is named."""
    if token.lower_ not in lex.HEARSAY or token.dep_ != "advmod":
        return None
    head = token.head
    if head.pos_ not in ("VERB", "AUX") or head.lemma_.lower() in lex.SPEECH_CLAUSE:
        return None
    content = set(subtree(head)) - {token.i}
    return Found({token.i}, content, set(), AttributionClass.SPEECH, 0.4) if len(content) > 2 else None
