"""From the words printed for a speaker to whom they mean, within one article and with the reason why."""

from dataclasses import dataclass, field, replace

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import anaphora, descriptions
from claims.extraction import lexicon as lex
from claims.extraction.names import (
    ORGANISATION_LABELS,
    Names,
    printed_role,
    tidy,
    title_before,
    without_titles,
)
from claims.extraction.records import Mention
from claims.extraction.syntax import Page

_DOCUMENTS = lex.DOCUMENT_NOUNS | frozenset(
    {"commentary", "op-ed", "essay", "memoir", "petition", "lawsuit", "tally"}
)
UNKNOWN = Mention(None, SpeakerKind.UNNAMED, basis="nobody is named")


@dataclass(slots=True)
class Cast:
    """Who speaks in one passage; what was resolved is remembered for later pronouns and descriptions."""

    page: Page
    names: Names
    spoke: dict[int, Mention] = field(default_factory=dict)  # by paragraph, the last one
    pronouns: dict[int, Mention] = field(default_factory=dict)  # by token
    described: dict[str, Mention] = field(default_factory=dict)  # by noun

    def resolve(self, tokens: list[int]) -> Mention:
        """The speaker that a source phrase means. Never guesses: without evidence the name is None."""
        if not tokens:
            return UNKNOWN
        head = _head(self.page, tokens)
        if head.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return self.pronoun(head)
        phrase = self.page.doc[min(tokens) : max(tokens) + 1]
        return self._person(phrase, head) or self._organisation(phrase, head) or self._other(phrase, head)

    def note(self, token: int, mention: Mention) -> None:
        """Remember who spoke in the paragraph of a token."""
        if mention.name is not None:
            self.spoke[self.page.paragraph_at[token]] = mention

    def pronoun(self, token: Token) -> Mention:
        """Whom a pronoun means; each is answered once."""
        if token.i not in self.pronouns:
            self.pronouns[token.i] = UNKNOWN  # a chain that comes back here ends
            self.pronouns[token.i] = anaphora.pronoun(self, token) or UNKNOWN
        return self.pronouns[token.i]

    def person_at(self, token: Token) -> Mention | None:
        """The person whose name has this token for its head."""
        start = token.i
        while start > 0 and self.page.doc[start].ent_iob_ == "I":
            start -= 1
        span = self.page.names.get(start)
        if span is None or span.root.i != token.i or self.names.label(span) != "PERSON":
            return None
        return self.named(span)

    def named(self, span: Span) -> Mention | None:
        """The mention of a person's name, full or short."""
        printed = person_name(span)
        title = title_before(span)
        entity = self.names.person(printed, title)
        if entity is None:
            return None
        basis = "named here"
        if printed != entity.name:
            basis = f"{printed!r} is {entity.name} in this article"
            if self.names.bearers(printed) > 1:
                basis += "; others bear the surname too"
        return entity.mention(basis, printed_role(span))

    # --- phrases ----------------------------------------------------------------------------------

    def _person(self, phrase: Span, head: Token) -> Mention | None:
        document = head.lower_ in _DOCUMENTS
        for span in self.page.names_in(phrase.start, phrase.end):
            if self.names.label(span) != "PERSON":
                continue
            root = span.root
            if span.start <= head.i < span.end or _described(root, head):
                found = self.named(span)
            elif document and _author(root, head):
                found = self.named(span)
                found = found and replace(found, basis=f"whose {head.lower_} is cited; {found.basis}")
            else:
                continue
            if found is not None:
                return found
        return None

    def _organisation(self, phrase: Span, head: Token) -> Mention | None:
        if head.lower_ in lex.PERSON_NOUNS | lex.GROUP_NOUNS | lex.ANONYMOUS_NOUNS:
            return None
        document = head.lower_ in _DOCUMENTS or head.lemma_.lower() in _DOCUMENTS
        for span in self.page.names_in(phrase.start, phrase.end):
            root = span.root
            if self.names.label(span) not in ORGANISATION_LABELS - {"NORP"}:
                continue
            entity = self.names.organisation(tidy(span.text))
            own = span.start <= head.i < span.end or (root.head.i == head.i and root.dep_ == "appos")
            if own and entity is not None:
                return entity.mention("named here")
            if document and entity is not None and _author(root, head):
                return entity.mention(f"whose {head.lower_} is cited")
        return None

    def _other(self, phrase: Span, head: Token) -> Mention:
        described = descriptions.describe(self, phrase, head)
        if described is not None:
            return described
        if head.pos_ == "PROPN" and head.text[:1].isupper() and head.lower_ not in _DOCUMENTS:
            name = _proper(phrase, head)
            entity = self.names.person(name) or self.names.organisation(name)
            if entity is not None:
                return entity.mention("named here")
            kind = SpeakerKind.PERSON if len(name.split()) > 1 else SpeakerKind.ORGANISATION
            return Mention(name, kind, basis="a name the article prints here only")
        if head.lemma_.lower() in _DOCUMENTS:
            owner = next((c for c in head.children if c.dep_ == "poss"), None)
            if owner is not None:
                found = self.resolve(list(range(owner.left_edge.i, owner.i + 1)))
                if found.name is not None:
                    return replace(found, basis=f"whose {head.lower_} is cited; {found.basis}")
            return Mention(
                tidy(phrase.text)[:120], SpeakerKind.UNNAMED, basis="a document, its author not named"
            )
        return Mention(None, SpeakerKind.UNNAMED, basis=f"{tidy(phrase.text)[:60]!r} names nobody")


def person_name(span: Span) -> str:
    """A printed name without titles, article and possessive."""
    return without_titles(tidy(span.text))[1]


def _head(page: Page, tokens: list[int]) -> Token:
    inside = set(tokens)
    for i in tokens:
        token = page.doc[i]
        if not token.is_punct and not token.is_space and (token.head.i not in inside or token.head.i == i):
            thing = next((c for c in token.rights if c.dep_ == "pobj" and c.i in inside), None)
            return thing if thing is not None and token.tag_ == "IN" else token  # 'from the board'
    return page.doc[tokens[0]]


def _described(name: Token, head: Token) -> bool:
    """'the mayor, Ada Lark', 'his wife and deputy Ada Lark': the name that a description runs up to."""
    if name.head.i != head.i:
        return False
    if name.dep_ == "appos":
        return True
    title = name.nbor(-1) if name.i else name
    while title.ent_type_ == "PERSON" and title.i > head.i:
        title = title.nbor(-1)
    return name.dep_ == "conj" and title.lower_ in lex.PERSON_NOUNS and head.lower_ in lex.PERSON_NOUNS


def _author(token: Token, head: Token) -> bool:
    """'a Wall Street Journal report', 'reports from the Kremlin', 'Trump's statement'."""
    while token.head.dep_ == "compound" and token.dep_ in ("compound", "nmod") and token.head.i != head.i:
        token = token.head  # 'a Saltway Radio opinion poll'
    if token.head.i == head.i and token.dep_ in ("compound", "poss", "nmod", "amod"):
        return True
    above = token.head
    where = token.ent_type_ == "GPE" and above.lower_ == "in"  # 'polls in Velden' are not by it
    return (
        token.dep_ == "pobj"
        and above.head.i == head.i
        and above.lower_ in ("from", "by", "in", "of")
        and not where
    )


def _proper(phrase: Span, head: Token) -> str:
    words = [t for t in phrase if t.i == head.i or (t.head.i == head.i and t.dep_ == "compound")]
    return without_titles(tidy(" ".join(t.text for t in words if t.pos_ == "PROPN")) or tidy(head.text))[1]
