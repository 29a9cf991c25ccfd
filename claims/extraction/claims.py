"""Stage two: from attributions to claims, each with its speaker, relays, venue and readable text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from claims.enums import AttributionClass, QuoteKind, SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.clauses import is_clause, split_content
from claims.extraction.records import Attribution, Mention, Proposition
from claims.extraction.relays import cited_by, issuer, only_cites, poster, told_to, venue_of
from claims.extraction.speakers import UNKNOWN, Cast
from claims.extraction.syntax import (
    Page,
    ancestors,
    child,
    is_negated,
    is_verb,
    spans_of,
    subject,
    subtree,
    tokens_in,
)
from claims.extraction.wording import named_pronouns, negated, printed, sentence, with_cue
from claims.extraction.worth import check_worthiness

_COVERED = 0.6


@dataclass(slots=True)
class Node:
    """An attribution as tokens, with those nested in its content."""

    index: int
    record: Attribution
    cue: list[int]
    source: list[int]
    content: set[int]
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    speaker: Mention = UNKNOWN

    @property
    def everything(self) -> set[int]:
        """All tokens of the attribution."""
        return self.content | set(self.cue) | set(self.source)


def plant(page: Page, records: list[Attribution]) -> list[Node]:
    """The attributions as trees: roots are the outermost, children lie in their parent's content."""
    nodes = [_node(page, n, record) for n, record in enumerate(records)]
    holding: dict[int, list[Node]] = {}  # by token, the smallest content first
    for node in sorted(nodes, key=lambda n: len(n.content)):
        for i in node.content:
            holding.setdefault(i, []).append(node)
    for node in nodes:
        anchor = node.cue or sorted(node.content)[:1]
        for other in holding.get(anchor[0], ()) if anchor else ():
            around = other is not node and all(i in other.content for i in anchor)
            if around and not node.content & set(other.cue):
                node.parent = other
                other.children.append(node)
                break
    return [n for n in nodes if n.parent is None]


def _node(page: Page, index: int, record: Attribution) -> Node:
    cue = sorted(tokens_in(page.doc, record.cue))
    source = sorted(tokens_in(page.doc, record.source))
    if len(source) > 1 and page.doc[source[-1]].lower_ == "who":  # 'a worker who [asked ...] said'
        source.pop()
    content = tokens_in(page.doc, record.content)
    if cue and all(page.doc[i].lower_ in lex.HEARSAY for i in cue):
        # 'Lark reportedly left': Lark is whom it is about, and nobody is named who says so.
        content |= set(source)
        source = []
    return Node(index, record, cue, source, content)


def claims_of(page: Page, raw: str, roots: list[Node], cast: Cast) -> Iterator[Proposition]:
    """The claims of a passage in reading order; `attribution` is the index of the outermost one."""
    last = UNKNOWN
    for index, root in enumerate(roots):
        yield from _of_node(page, raw, root, cast, index, (), last)
        if root.speaker.name is not None:
            last = root.speaker


def _of_node(
    page: Page, raw: str, node: Node, cast: Cast, index: int, via: tuple[str, ...], last: Mention
) -> Iterator[Proposition]:
    node.speaker = _speaker(page, node, cast, last)
    via = (*via, *_carriers(page, node, cast))
    children = _relayed(page, node, cast, via)
    chain = via if _denies(page, node) else (*via, *((node.speaker.name,) if node.speaker.name else ()))
    out: list[Proposition] = []
    if _reports(page, node) and (node.speaker is not UNKNOWN or _impersonal(page, node)):
        passed = [child_.everything for child_ in children]
        out += _own_claims(page, raw, node, index, via, passed, cast)
    for inner in children:
        out += _of_node(page, raw, inner, cast, index, chain, UNKNOWN)
    yield from sorted(out, key=lambda p: p.spans)
    if node.content:
        cast.note(min(node.cue or node.content), node.speaker)


def _carriers(page: Page, node: Node, cast: Cast) -> tuple[str, ...]:
    """Who passes on what this very cue reports; whom an organisation's report cites becomes the speaker."""
    verb = cue_verb(page, node)
    carriers = told_to(page, verb, node.content, cast)
    signer = poster(page, node.content) if node.content else ""
    if signer and signer != node.speaker.name:
        carriers = (signer, *carriers)
    cited = cited_by(page, verb, node.source, node.content, cast)
    outlet = node.speaker.name if node.speaker.kind is SpeakerKind.ORGANISATION else None
    if cited is not None and outlet and cited.name != outlet:
        carriers = (*carriers, outlet)
        node.speaker = cited
    return carriers


def _speaker(page: Page, node: Node, cast: Cast, last: Mention) -> Mention:
    if node.source:
        found = issuer(page, node.source, cast) or cast.resolve(node.source)
        return _turn_taker(found) if [page.doc[i].text for i in node.cue] == [":"] else found
    if not node.cue and last.name is not None:
        return replace(last, basis=f"the quotation continues {last.name}'s")
    verb = cue_verb(page, node)
    if verb is not None and verb.dep_ in ("conj", "advcl", "xcomp", "ccomp"):
        shared = subject(verb)
        if shared is not None and shared.i not in node.content and shared.lower_ not in ("it", "there"):
            found = cast.resolve(sorted(set(subtree(shared)) - node.everything))
            return (
                replace(found, basis=f"subject shared with the verb before; {found.basis}")
                if found.name
                else found
            )
    return UNKNOWN


def _turn_taker(found: Mention) -> Mention:
    """Who takes a turn in a transcript is a person, whatever the tagger makes of 'LARK'."""
    if found.name is None or not found.name.isupper() or len(found.name) < 3:
        return found
    return replace(
        found, name=found.name.title(), kind=SpeakerKind.PERSON, basis="takes a turn in a transcript"
    )


def cue_verb(page: Page, node: Node) -> Token | None:
    """The verb of a cue, or its noun where it has no verb."""
    tokens = [page.doc[i] for i in node.cue]
    verbs = [t for t in tokens if is_verb(t) and t.dep_ not in ("aux", "auxpass")]
    return verbs[-1] if verbs else next((t for t in tokens if t.is_alpha), None)


def _relayed(page: Page, node: Node, cast: Cast, via: tuple[str, ...]) -> list[Node]:
    """Nested attributions with a speaker of their own; words within quotation marks are the outer one's."""
    kept = []
    for inner in node.children:
        anchor = inner.cue or sorted(inner.content)
        if (
            any(page.quote_at[i] is not None for i in anchor)
            and page.quote_at[(node.cue or anchor)[0]] is None
        ):
            continue
        if (
            inner.record.class_ is not AttributionClass.SPEECH
            or not inner.source
            or not _reports(page, inner)
        ):
            continue
        verb = cue_verb(page, inner)
        if verb is None or (is_verb(verb) and verb.dep_ not in ("ccomp", "conj", "ROOT", "parataxis")):
            continue
        speaker = cast.resolve(inner.source)
        if speaker.name is None or speaker.name in (node.speaker.name, *via):
            continue
        if any(page.doc[i].lower_ in lex.FIRST_SINGULAR | lex.FIRST_PLURAL for i in inner.source):
            continue
        kept.append(inner)
    return kept


def _reports(page: Page, node: Node) -> bool:
    """Whether the cue says that something was said: not 'did not say', 'if he refuses', 'met to discuss'."""
    verb = cue_verb(page, node)
    if verb is None or not verb.is_alpha:
        return True
    if not is_verb(verb):
        return verb.pos_ != "NOUN" or is_clause(page.doc, sorted(node.content))
    if (
        only_cites(verb)
        or verb.lemma_ == "refer"
        or (verb.lemma_ in ("ask", "request") and _wants_no_name(page, node))
    ):
        return False
    if is_negated(verb) or verb.lemma_ in ("decline", "refuse") or only_cites(verb):
        return False
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.lefts):
        return False
    bare = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.lefts)
    if bare and verb.dep_ in ("advcl", "xcomp", "acl", "relcl"):
        going_on = verb.dep_ == "xcomp" and verb.head.lemma_ in ("go", "continue", "appear", "seem", "begin")
        return going_on or any(page.quote_at[i] is not None for i in node.content)
    return not any(
        c.lower_ in ("would", "should", "might", "may", "will", "can", "could") for c in verb.lefts
    ) or bool(any(page.quote_at[i] is not None for i in node.content))


def _wants_no_name(page: Page, node: Node) -> bool:
    """'asked not to be named', 'asked for anonymity'."""
    return any(page.doc[i].lemma_.lower() in lex.UNNAMING for i in node.content)


def _impersonal(page: Page, node: Node) -> bool:
    """'reportedly', 'it is believed that': said by nobody named. Other cues need a speaker."""
    verb = cue_verb(page, node)
    if verb is None:
        return True
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return bool(node.source) or not is_verb(verb) or passive or page.quote_at[min(node.content)] is not None


def _denies(page: Page, node: Node) -> bool:
    """Whether the cue itself negates its content."""
    verb = cue_verb(page, node)
    if verb is None:
        return False
    lemma = verb.lemma_.lower()
    if lemma == "denial":
        return True
    if not is_verb(verb) or is_negated(verb):
        return False
    if lemma in lex.DENIAL:
        return True
    thing = child(verb, "dobj", "nsubjpass")
    about_claim = thing is not None and thing.lemma_.lower() in lex.CLAIM_NOUNS and thing.i in node.content
    clause = any(c.dep_ == "ccomp" for c in verb.children)
    if lemma in ("reject", "dismiss", "contest", "downplay"):
        return about_claim or (lemma != "contest" and clause)
    return False


def _denied_content(page: Page, node: Node) -> set[int]:
    """'disputed X's claim that A': what is denied is A."""
    for inner in node.children:
        anchor = cue_verb(page, inner)
        if anchor is not None and not is_verb(anchor) and anchor.lemma_.lower() in lex.CLAIM_NOUNS:
            return inner.content
    for i in sorted(node.content):
        token = page.doc[i]
        claimed = token.head.i in node.content and token.head.lemma_.lower() in lex.CLAIM_NOUNS
        that = any(c.lower_ == "that" and c.dep_ == "mark" for c in token.lefts)
        if claimed and that and token.dep_ in ("acl", "ccomp"):
            return node.content & set(subtree(token))
    return node.content


def _own_claims(
    page: Page, raw: str, node: Node, index: int, via: tuple[str, ...], passed: list[set[int]], cast: Cast
) -> Iterator[Proposition]:
    denies = _denies(page, node)
    content = _denied_content(page, node) if denies else node.content
    verb = cue_verb(page, node)
    venue = venue_of(page, verb, node.content) if verb is not None else ""
    for unit in split_content(page, content):
        words = [i for i in unit if page.doc[i].is_alpha or page.doc[i].like_num]
        covered = max((sum(i in span for i in words) / len(words) for span in passed), default=0.0)
        if covered >= _COVERED and not denies:
            continue
        spans = spans_of(page.doc, unit)
        if not spans:
            continue
        clause = is_clause(page.doc, unit)
        confidence = node.record.confidence - (0.2 if node.speaker.name is None else 0.0)
        yield Proposition(
            spans=spans,
            text=_text(page, raw, node, unit, clause=clause, denies=denies, cast=cast),
            speaker=node.speaker,
            kind=_kind(page, words),
            cue=printed(page, raw, node.cue),
            cue_spans=node.record.cue,
            source=node.record.source if node.source else (),
            attribution=index,
            class_=node.record.class_,
            via=tuple(name for name in via if name != node.speaker.name),
            venue=venue,
            denies=denies,
            confidence=round(min(max(confidence, 0.05), 0.99), 2),
            check_worthiness=check_worthiness([page.doc[i] for i in unit], node.record.class_, clause=clause),
        )


def _kind(page: Page, words: list[int]) -> QuoteKind:
    quoted = sum(page.quote_at[i] is not None for i in words)
    if quoted == len(words):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if quoted else QuoteKind.INDIRECT


def _text(
    page: Page, raw: str, node: Node, unit: list[int], *, clause: bool, denies: bool, cast: Cast
) -> str:
    speaker = node.speaker.name
    direct = all(page.quote_at[i] is not None for i in unit)
    if not clause and not direct:
        return sentence(with_cue(page, raw, speaker, node.cue, unit))
    if denies and not direct:
        turned = negated(page, raw, unit)
        return sentence(turned if turned is not None else with_cue(page, raw, speaker, node.cue, unit))
    return sentence(
        printed(page, raw, unit, named_pronouns(page, unit, speaker, _sure_subject(page, node, unit, cast)))
    )


def _sure_subject(page: Page, node: Node, unit: list[int], cast: Cast) -> str | None:
    """Whom the first 'he' or 'she' of an indirect claim means: the speaker, when the cue stands before it."""
    first = next((page.doc[i] for i in unit if page.doc[i].lower_ in ("he", "she")), None)
    if first is None or not node.cue or node.cue[0] > first.i or node.speaker.kind is not SpeakerKind.PERSON:
        return None
    above = [a.i for a in ancestors(first)]
    own = first.dep_ in ("nsubj", "nsubjpass") and any(i in above for i in node.cue)
    others = [t for t in page.doc[node.cue[-1] : first.i] if t.ent_type_ == "PERSON"]
    known = cast.names.people.get(node.speaker.name or "")
    fits = known is None or known.gender in ("", "m" if first.lower_ == "he" else "f")
    return node.speaker.name if own and fits and not others else None
