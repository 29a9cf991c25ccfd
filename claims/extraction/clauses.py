"""From a content to its claims: sentences, and the independent clauses of one."""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, Token

from claims.extraction import lexicon as lex
from claims.extraction.syntax import Page, is_finite, subtree

_END = re.compile(r"[.!?…]*[.!?…]$")
_DATELINE = re.compile(  # a place in capitals, perhaps with a country or state, a day and an agency
    r"[A-Z][A-Z.'’-]+(?:[ ,]+[A-Z][A-Za-z.'’-]*){0,4}(?:,? \d{1,2})?"
    r"(?: ?\([^()\n]{2,40}\))? ?(?:—|–|―|--|-) ?(?=\S)"
)
_CLOSING = frozenset("”\"'’)]»")
_OPENING = frozenset("“\"‘'([«`")
_JOINTS = frozenset({",", ";", "—", "–", "--", "-", ":"})
_SUBORDINATORS = frozenset({"if", "because", "when", "while", "although", "unless", "after", "before"})
_MIN_WORDS = 3


def split_content(page: Page, content: set[int]) -> list[list[int]]:
    """Tokens of each claim of a content, in reading order; joints and leading conjunctions left out."""
    units = []
    body = _without_dateline(page, _without_post_tails(page, content))
    for sentence in _sentences(page.doc, sorted(body)):
        for clause in (part for whole in _clauses(page.doc, sentence) for part in _listed(page, whole)):
            trimmed = _trim(page, clause)
            if any(page.doc[i].is_alpha or page.doc[i].like_num for i in trimmed):
                units.append(trimmed)
    return units


def _without_post_tails(page: Page, content: set[int]) -> set[int]:
    """Without the link, handle and date behind an embedded post whose quotation never closes."""
    kept = content
    for q in {page.quote_at[i] for i in content} - {None}:
        quote = page.quotes[q or 0]
        if not quote.closed:
            line = page.text.find("\n", quote.inner_end)
            end = line if line >= 0 else len(page.text)
            kept = {i for i in kept if not quote.inner_end <= page.doc[i].idx < end}
    return kept


def _without_dateline(page: Page, content: set[int]) -> set[int]:
    """Without 'VELDEN (Northline) — ' before the first words of a paragraph."""
    kept = content
    for i in sorted(content):
        start = page.doc[i].idx
        if start == 0 or page.text[start - 1] == "\n":
            found = _DATELINE.match(page.text, start)
            if found is not None:
                kept = {k for k in kept if not start <= page.doc[k].idx < found.end()}
    return kept


def _sentences(doc: Doc, content: list[int]) -> Iterator[list[int]]:
    sentence: list[int] = []
    for i in content:
        if doc[i].is_space:
            if "\n" in doc[i].text and sentence:
                yield sentence
                sentence = []
            continue
        if sentence and _breaks(doc, sentence[-1], i):
            yield sentence
            sentence = []
        sentence.append(i)
    if sentence:
        yield sentence


def _breaks(doc: Doc, last: int, here: int) -> bool:
    """Whether a new sentence begins at `here`: an end mark before it, in the content or in a gap."""
    if here > last + 1:
        gap = doc[last + 1 : here].text
        if "\n" in gap or re.search(r"[.!?](?:\s|$)", gap):
            return True
    if doc[here].text in _CLOSING or _END.fullmatch(doc[here].text):
        return False
    k = last
    while k > 0 and doc[k].text in _CLOSING:
        k -= 1
    if not _END.search(doc[k].text) or (doc[k].is_alpha and len(doc[k]) > 1):
        return False
    if not _END.fullmatch(doc[k].text) and not doc[k].text.endswith(("!", "?", "…")):
        return False
    start = here
    while start < len(doc) - 1 and doc[start].text in _OPENING:
        start += 1
    first = doc[start].text[0]
    return first.isupper() or first.isdigit()


# --- clauses --------------------------------------------------------------------------------------


def _clauses(doc: Doc, sentence: list[int]) -> Iterator[list[int]]:
    inside = set(sentence)
    cuts = {cut for i in sentence if (cut := _cut(doc[i], inside)) is not None}
    cuts |= {i for n, i in enumerate(sentence) if n and _ends_clause(doc, sentence, n)}
    rest = sentence
    for cut in sorted(cuts):
        left = [i for i in rest if i < cut]
        right = [i for i in rest if i >= cut]
        if _words(doc, left) >= _MIN_WORDS and _words(doc, right) >= _MIN_WORDS:
            yield left
            rest = right
    yield rest


def _ends_clause(doc: Doc, sentence: list[int], n: int) -> bool:
    """'...; ...' and '... — but ...' with a finite verb and its subject on either side."""
    joint = doc[sentence[n - 1]].text
    opens = doc[sentence[n]].lower_
    contrasts = joint == "," and opens == "but" and doc[sentence[0]].lower_ not in _SUBORDINATORS
    dashes = joint in ("—", "–", "--") and opens in ("but", "and", "so", "yet")
    if joint != ";" and not contrasts and not dashes:
        return False
    left, right = sentence[:n], sentence[n:]
    return all(
        any(is_finite(doc[i]) and _has_subject(doc[i], set(part)) for i in part) for part in (left, right)
    )


def _listed(page: Page, clause: list[int]) -> Iterator[list[int]]:
    """Quoted statements in a list are a claim each: 'they should “do as we say” and “come along quickly”'."""
    runs: list[list[int]] = []
    for n, i in enumerate(clause):
        q = page.quote_at[i]
        if q is not None:
            if not n or page.quote_at[clause[n - 1]] != q:
                runs.append([])
            runs[-1].append(n)
    begin = 0
    for one, two in pairwise(runs):
        end, start = one[-1] + 1, two[0]
        # in '“A,” he said, “B”' the cue between parts one quotation
        whole = clause[start] - clause[end - 1] == start - end + 1
        between = [page.doc[i] for i in clause[end:start]]
        joins = [*(page.doc[i] for i in clause[end - 2 : end]), *between]
        listed = any(t.text == "," or t.dep_ == "cc" for t in joins) and not any(
            t.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "SCONJ") for t in between
        )
        if whole and listed and all(_states(page.doc, [clause[n] for n in run]) for run in (one, two)):
            yield clause[begin:end]
            begin = start
    yield clause[begin:]


def _states(doc: Doc, tokens: list[int]) -> bool:
    """Whether a quotation has some length and a verb."""
    return _words(doc, tokens) > _MIN_WORDS and any(doc[i].pos_ in ("VERB", "AUX") for i in tokens)


def _words(doc: Doc, tokens: list[int]) -> int:
    return sum(doc[i].is_alpha for i in tokens)


def _cut(token: Token, inside: set[int]) -> int | None:
    """Where an independent clause headed by this token begins, if another stands before it."""
    if token.pos_ not in ("VERB", "AUX") or not is_finite(token) or not _has_subject(token, inside):
        return None
    if token.dep_ == "conj":
        top = token
        for _ in range(12):
            if top.dep_ != "conj":
                break
            top = top.head
        start = _start(token, token.head, inside)
        if top.i not in inside or not (_independent(top, inside) or _after_dash(token, start)):
            return None
    elif (before := _twin(token, inside)) is not None:
        start = _start(token, before, inside)
    else:
        first = next((c for c in token.lefts if c.dep_ in ("ccomp", "parataxis") and c.i in inside), None)
        if first is None or not _independent(token, inside) or not _has_subject(first, inside):
            return None
        if token.lemma_.lower() in lex.VERBS and token.doc[first.right_edge.i].text not in (";", "—"):
            return None
        start = first.right_edge.i + 1
    return start if start is not None and any(i < start for i in inside) else None


def _twin(token: Token, inside: set[int]) -> Token | None:
    """The clause before that hangs on the same cue: '“A is so, and B is so,” she said', read as two."""
    if token.dep_ not in ("ccomp", "ROOT") or token.head.i in inside:
        return None
    twins = [c for c in token.head.lefts if c.dep_ == "ccomp" and c.i in inside and c.i < token.i]
    joined = twins and any(c.dep_ == "cc" and c.i > twins[-1].i for c in twins[-1].rights)
    return twins[-1] if joined and _has_subject(twins[-1], inside) else None


def _after_dash(token: Token, start: int | None) -> bool:
    """A dash or semicolon before the conjunction ends what went before, whatever the parser hung it on."""
    return start is not None and start > 0 and token.doc[start - 1].text in ("—", "–", "--", ";")


def _has_subject(verb: Token, inside: set[int]) -> bool:
    return any(
        c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")
        and c.i in inside
        and c.lower_ not in ("who", "which")
        for c in verb.lefts
    )


def _independent(top: Token, inside: set[int]) -> bool:
    """The head of the content's own clause, not of one that depends on a word in it."""
    if top.dep_ == "ROOT" or top.head.i not in inside:
        return not _subordinate(top)
    return top.dep_ in ("ccomp", "parataxis") and top.i < top.head.i


def _subordinate(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in _SUBORDINATORS for c in verb.lefts)


def _start(verb: Token, before: Token, inside: set[int]) -> int | None:
    edge = verb.left_edge.i
    low = before.i
    joint = next((c for c in before.children if c.dep_ == "cc" and low < c.i < verb.i), None)
    if (
        joint is not None
        and joint.i < edge
        and not any(t.pos_ == "VERB" for t in verb.doc[joint.i + 1 : edge])
    ) or (joint is not None and edge <= joint.i):
        edge = joint.i
    return edge if edge > low else None


def _trim(page: Page, clause: list[int]) -> list[int]:
    """Without joints, conjunctions and 'that' in front, joints behind, and unpaired marks of quotation."""
    doc = page.doc
    kept = list(clause)
    changed = True
    while kept and changed:
        first, last = doc[kept[0]], doc[kept[-1]]
        changed = True
        if (
            first.text in _JOINTS
            or first.is_space
            or first.text in (".", "…", "...", ")", "”")
            or (len(kept) > 2 and (first.lower_ in ("and", "but") or _joins(first)))
        ):
            kept.pop(0)
        elif last.text in _JOINTS or last.is_space or last.text == "(" or _dangles(page, kept):
            kept.pop()
        elif _unpaired(page, kept, kept[0]):
            kept.pop(0)
        elif _unpaired(page, kept, kept[-1]) or (
            len(kept) > 1 and last.is_punct and kept[-1] > kept[-2] + 1 and not last.is_quote
        ):
            kept.pop()
        else:
            bare = _without_outer_marks(page, kept)
            changed = bare != kept
            kept = bare
    return kept


def _dangles(page: Page, kept: list[int]) -> bool:
    """A conjunction that joins nothing any more, or a closing mark whose quotation ended before."""
    last = page.doc[kept[-1]]
    loose = last.text in ("”", "»") and kept[-1] not in page.quoted
    return len(kept) > 2 and (loose or (last.dep_ == "cc" and last.lower_ in ("and", "but", "or")))


def _joins(token: Token) -> bool:
    return (token.text == "that" and token.dep_ == "mark") or (
        token.dep_ == "cc" and token.lower_ in ("or", "so", "yet")
    )


def _unpaired(page: Page, kept: list[int], i: int) -> bool:
    q = page.quote_at[i]
    token = page.doc[i]
    if q is None or (not token.is_quote and token.text not in _OPENING | _CLOSING):
        return False
    quote = page.quotes[q]
    at_start, at_end = token.idx < quote.inner_start, token.idx >= quote.inner_end
    if not (at_start or at_end):
        return False
    inside = set(kept)
    partner = quote.inner_end if at_start else quote.start
    return not any(page.doc[k].idx == partner for k in inside)


def _without_outer_marks(page: Page, kept: list[int]) -> list[int]:
    """A claim that is one quotation from end to end is shown without its marks."""
    doc = page.doc
    while len(kept) > 2:
        q = page.quote_at[kept[0]]
        if q is None or doc[kept[0]].idx >= page.quotes[q].inner_start:
            break
        ends = [i for i in kept if doc[i].idx >= page.quotes[q].inner_end and page.quote_at[i] == q]
        if not ends or any(page.quote_at[i] != q and not doc[i].is_punct for i in kept):
            break
        kept = [i for i in kept if i != kept[0] and i not in ends]
    return kept


def is_clause(doc: Doc, unit: list[int]) -> bool:
    """Whether a claim's tokens hold a finite verb with its subject, not only a phrase."""
    inside = set(unit)
    for i in unit:
        token = doc[i]
        if token.pos_ in ("VERB", "AUX") and is_finite(token) and _has_subject(token, inside):
            if token.dep_ in ("relcl", "acl", "advcl") and (token.head.i in inside or _subordinate(token)):
                continue
            if (
                token.dep_ == "ccomp"
                and token.head.i in inside
                and token.head.i < token.i
                and token.head.pos_ == "NOUN"
            ):
                continue
            return True
    return False


__all__ = ["is_clause", "split_content", "subtree"]
