"""The pipeline's named entities, mended by what the rest of the article shows.

Taggers lose a name in a heading ('But Lark', 'Ada Lark Is Right'), miss rare names or take them for
organisations, and take a news agency of one word for a person. Each mend rests on evidence in the article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from claims.extraction import lexicon as lex

_LEADING = frozenset(
    {"but", "and", "if", "when", "as", "while", "so", "or", "yet", "although", "for", "then"}
)
_NO_NAME = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "says", "said", "to", "with", "on"}
    | {"in", "at", "not", "and", "over", "after", "before", "wo", "calls", "told", "as", "from"}
)
_COMPANY = frozenset({"inc", "inc.", "llc", "ltd", "ltd.", "co", "co.", "corp", "corp.", "n.a."})
_LONGEST = 4  # words of a person's name
_SUBJECTS = ("nsubj", "nsubjpass")


def mend(doc: Doc) -> None:
    """Trim the entities of a passage and mark the people that they miss."""
    spans = [t for span in doc.ents if (t := _trimmed(span)) is not None]
    spans = _without_verbs(doc, spans)
    outlets = _outlets(doc, spans)
    spans = [
        Span(doc, s.start, s.end, label="ORG") if s.label_ == "PERSON" and s.text in outlets else s
        for s in spans
    ]
    full = {t.text for s in spans if s.label_ == "PERSON" and len(s) > 1 for t in s}
    taken = {i for s in spans for i in range(s.start, s.end)}
    body = _body(doc)
    spans = [_with_given_name(s, taken) if s.start > body and s.text not in full else s for s in spans]
    people = list(_people(doc, spans))
    taken = {i for s in people for i in range(s.start, s.end)}
    spans = [s for s in spans if not any(i in taken for i in range(s.start, s.end))] + people
    doc.ents = tuple(sorted(spans, key=lambda s: s.start))


def _trimmed(span: Span) -> Span | None:
    """'Lark' of 'But Lark', 'Ada Lark' of 'Ada Lark Is Right', 'Courier' of 'Courier, Saltway'."""
    start, end = span.start, span.end
    while end - start > 1 and span.doc[start].lower_ in _LEADING:
        start += 1
    if span.label_ == "PERSON":
        end = next((i for i in range(start + 1, end) if span.doc[i].lower_ in _NO_NAME), end)
    elif span.label_ == "ORG":
        words = [t.lower_ for t in span]
        comma = next((i for i in range(start + 1, end) if span.doc[i].text == ","), end)
        if not {"and", "&"} & set(words) and not (_COMPANY & set(words)):
            end = comma
    return Span(span.doc, start, end, label=span.label_) if end > start else None


def _with_given_name(span: Span, taken: set[int]) -> Span:
    """'Amelie Lark' where only 'Lark' was marked, and no fuller name has that word."""
    start = span.start - 1
    if span.label_ != "PERSON" or len(span) > 1 or start < 0 or start in taken:
        return span
    before = span.doc[start]
    common = before.lower_ in lex.HONORIFICS | lex.PERSON_NOUNS or not _name_word(before)
    if common or before.dep_ != "compound" or before.head.i != span.root.i:
        return span
    return Span(span.doc, start, span.end, label="PERSON")


def _without_verbs(doc: Doc, spans: list[Span]) -> list[Span]:
    """'Ada Lark' of the heading 'Ada Lark Speaks', where nobody else is called Speaks."""
    people = Counter(s.text for s in spans if s.label_ == "PERSON")
    words = Counter(w for text, times in people.items() for w in text.split() * times)
    small, body = {t.text for t in doc if t.is_lower}, _body(doc)

    def cut(span: Span) -> Span:
        last = span[-1]
        shorter = doc[span.start : span.end - 1].text
        stray = words[last.text] == 1 and (span.start < body or last.lower_ in small)
        if span.label_ != "PERSON" or len(span) == 1 or not stray or not people[shorter]:
            return span
        return Span(doc, span.start, span.end - 1, label="PERSON")

    return [cut(span) for span in spans]


def _outlets(doc: Doc, spans: Iterable[Span]) -> set[str]:
    """Names of one word, taken for people, that only ever report, are told, or stand in a dateline."""
    mentions: dict[str, list[Token]] = defaultdict(list)
    for span in spans:
        if span.label_ == "PERSON":
            mentions[span.text if len(span) == 1 else span[-1].text].append(span.root)
    alone = {span.text for span in spans if len(span) == 1 and span.label_ == "PERSON"}
    full = {span[-1].text for span in spans if len(span) > 1 and span.label_ == "PERSON"}
    return {
        name
        for name in alone - full
        if all(_outlet_like(t) for t in mentions[name]) and any(_reports(t) for t in mentions[name])
    }


def _reports(token: Token) -> bool:
    """'(Northline) –', 'told Northline', 'Northline reported', 'a report by Northline'."""
    doc, i = token.doc, token.i
    if 0 < i < len(doc) - 1 and doc[i - 1].text == "(" and doc[i + 1].text == ")":
        return True
    above = token.head
    if token.dep_ in ("dobj", "dative", "pobj") and above.lemma_ == "tell":
        return True
    if token.dep_ in _SUBJECTS and above.lemma_ == "report":
        return True
    document = above.head.lemma_.lower() in lex.DOCUMENT_NOUNS
    return token.dep_ == "pobj" and above.lower_ in ("by", "from", "in") and document


def _outlet_like(token: Token) -> bool:
    titled = token.i > 0 and token.nbor(-1).lower_ in lex.HONORIFICS
    return not titled and (
        _reports(token) or (token.dep_ == "pobj" and token.head.lower_ == "to") or token.dep_ == "ROOT"
    )


def _people(doc: Doc, spans: list[Span]) -> Iterator[Span]:
    """Names of two words and more whose last word the article uses alone as somebody who speaks."""
    at = {i: s for s in spans for i in range(s.start, s.end)}
    speaking = _speaking(doc)
    for run in _runs(doc):
        first, last = doc[run.start], doc[run.stop - 1]
        labels = {at[i].label_ for i in run if i in at}
        if labels - {"ORG", "PRODUCT", "WORK_OF_ART"} or last.tag_ == "NNPS" or last.lower_ in lex.ORG_NOUNS:
            continue
        who = doc[last.i + 1 : last.i + 3].text == ", who"
        given = first.lower_ in lex.MASCULINE_NAMES | lex.FEMININE_NAMES
        if last.text in speaking or (who and given):
            yield Span(doc, run.start, run.stop, label="PERSON")


def _speaking(doc: Doc) -> set[str]:
    """Words that stand alone, without an article, as the subject of a verb of speech."""
    found = set()
    for token in doc:
        if token.dep_ not in _SUBJECTS or not token.text[0].isupper() or token.pos_ != "PROPN":
            continue
        bare = not any(c.dep_ in ("det", "compound", "amod", "poss", "nmod") for c in token.lefts)
        if bare and not token.is_upper and token.head.lemma_ in lex.SPEECH_CLAUSE:
            found.add(token.text)
    return found


def _body(doc: Doc) -> int:
    """Where the text below the heading begins: in a heading every word may be capitalised."""
    return next((t.i + 1 for t in doc if "\n" in t.text), 0)


def _runs(doc: Doc) -> Iterator[range]:
    """Neighbouring words below the heading that are proper nouns, titles aside, as long as a name may be."""
    start = _body(doc)
    while start < len(doc):
        end = start
        while end < len(doc) and _name_word(doc[end]):
            end += 1
        titles = [i for i in range(start, end) if doc[i].lower_ in lex.HONORIFICS | lex.PERSON_NOUNS]
        first = max(titles) + 1 if titles else start
        if 2 <= end - first <= _LONGEST and (first == 0 or doc[first - 1].lower_ != "the"):
            yield range(first, end)
        start = end + 1


def _name_word(token: Token) -> bool:
    text = token.text
    initial = len(text) == 2 and text[1] == "."
    return token.pos_ == "PROPN" and text[0].isupper() and (initial or not token.is_upper)
