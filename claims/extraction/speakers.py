"""From the words printed for a speaker to whom they mean, within one article and with the reason why."""

from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.names import Entity, Names, printed_role, tidy
from claims.extraction.records import Mention
from claims.extraction.syntax import Page, own_subject, subtree

UNKNOWN = Mention(None, SpeakerKind.UNNAMED, basis="nobody is named")
_LOOK_BACK = 8  # sentences


@dataclass(slots=True)
class Cast:
    """Who speaks in one passage. `spoke` keeps the last speaker of each paragraph, in reading order."""

    page: Page
    names: Names
    spoke: dict[int, Mention] = field(default_factory=dict)
    _pronouns: dict[int, Mention] = field(default_factory=dict)
    _described: dict[str, Mention] = field(default_factory=dict)

    def resolve(self, tokens: list[int]) -> Mention:
        """The speaker that a source phrase means. Never guesses: without evidence the name is None."""
        if not tokens:
            return UNKNOWN
        head = _head(self.page, tokens)
        if head.tag_ in ("PRP", "PRP$", "WP"):
            return self._pronoun(head)
        phrase = self.page.doc[min(tokens) : max(tokens) + 1]
        named = self._named(phrase, head)
        if named is not None:
            return named
        return self._description(phrase, head)

    def note(self, token: int, mention: Mention) -> None:
        """Remember who spoke in the paragraph of a token."""
        if mention.name is not None:
            self.spoke[self.page.paragraph_at[token]] = mention

    # --- names ---------------------------------------------------------------------------------------------

    def _named(self, phrase: Span, head: Token) -> Mention | None:
        people = [e for e in phrase.ents if self.names.label(e) == "PERSON"]
        for span in people:
            root = span.root
            own = (
                root.i == head.i
                or (root.dep_ == "appos" and root.head.i == head.i)
                or head.i in range(span.start, span.end)
            )
            if not own or (root.dep_ == "poss" and root.i != head.i):
                continue
            entity = self.names.person(_person_name(span))
            if entity is None:
                continue
            printed = _person_name(span)
            basis = (
                "named here" if printed == entity.name else f"{printed!r} is {entity.name} in this article"
            )
            if self.names.bearers(printed) > 1:
                basis += "; several bear this surname, the first is taken"
            return _mention(entity, basis, printed_role(span))
        if (
            head.lower_ in lex.PERSON_NOUNS
            or head.lower_ in lex.GROUP_NOUNS
            or head.lower_ in lex.ANONYMOUS_NOUNS
        ):
            return None
        for span in phrase.ents:
            label = self.names.label(span)
            if label in (
                "PERSON",
                "DATE",
                "CARDINAL",
                "TIME",
                "PERCENT",
                "MONEY",
                "NORP",
                "ORDINAL",
                "QUANTITY",
            ):
                continue
            root = span.root
            document = head.lower_ in lex.DOCUMENT_NOUNS or head.lemma_.lower() in lex.DOCUMENT_NOUNS
            if head.i in range(span.start, span.end) or (root.head.i == head.i and root.dep_ == "appos"):
                entity = self.names.organisation(tidy(span.text))
                if entity is not None:
                    return _mention(entity, "named here")
            elif document and _of_document(root, head):
                entity = self.names.organisation(tidy(span.text))
                if entity is not None:
                    return _mention(entity, f"whose {head.lower_} is cited")
            elif (
                head.lower_ in lex.ORG_NOUNS
                and root.head.i == head.i
                and root.dep_ in ("compound", "poss", "nmod")
            ):
                return Mention(
                    tidy(phrase.text), SpeakerKind.ORGANISATION, basis="an organisation described here"
                )
        document = head.lower_ in lex.DOCUMENT_NOUNS
        for span in people:
            if document and _of_document(span.root, head):
                entity = self.names.person(_person_name(span))
                if entity is not None:
                    return _mention(entity, f"whose {head.lower_} is cited")
        return None

    # --- pronouns --------------------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> Mention:
        if token.i in self._pronouns:
            return self._pronouns[token.i]
        self._pronouns[token.i] = UNKNOWN  # a chain that comes back here ends
        word = token.lower_
        if word in lex.MASCULINE or word in lex.FEMININE:
            found = self._antecedent(token, "m" if word in lex.MASCULINE else "f")
        elif word in ("who", "whom") and token.head.dep_ == "relcl":
            found = self.resolve([token.head.head.i])
        elif word in lex.PLURAL:
            found = self._plural(token)
        else:
            found = UNKNOWN
        self._pronouns[token.i] = found
        return found

    def _antecedent(self, token: Token, gender: str) -> Mention:
        """Nearest first: the same sentence before the pronoun, then earlier sentences, subjects first."""
        quoted = self.page.quote_at[token.i] is not None
        sentence = token.sent
        for distance in range(_LOOK_BACK):
            end = token.i if distance == 0 else sentence.end
            candidates = self._candidates(sentence, end, gender, quoted=quoted)
            if candidates:
                basis = f"{token.text!r}: {candidates[0][1]}"
                return _with_basis(candidates[0][0], basis)
            if sentence.start == 0:
                break
            sentence = self.page.doc[sentence.start - 1].sent
        return UNKNOWN

    def _candidates(
        self, sentence: Span, end: int, gender: str, *, quoted: bool
    ) -> list[tuple[Mention, str]]:
        """(person, why) of one sentence: subjects of main clauses, other subjects, then whoever is named alone."""
        subjects: list[tuple[int, Mention, str]] = []
        others: dict[str, Mention] = {}
        for token in self.page.doc[sentence.start : end]:
            if not quoted and self.page.quote_at[token.i] is not None:
                continue
            subject = token.dep_ in ("nsubj", "nsubjpass")
            if token.tag_ == "PRP" and token.lower_ in (lex.MASCULINE | lex.FEMININE) and subject:
                found = self._pronoun(token)
            elif token.ent_type_ == "PERSON" and (
                subject or token.i + 1 >= len(self.page.doc) or token.ent_iob_
            ):
                found = self._person_at(token)
            elif subject and token.lower_ in lex.PERSON_NOUNS:
                found = self.resolve(list(subtree(token)))
            else:
                continue
            if found.name is None or not self._fits(found, gender):
                continue
            if subject or self._heads_subject(token):
                depth = 0 if token.head.dep_ == "ROOT" or token.dep_ == "appos" else 1
                subjects.append((depth, found, "the subject of the sentence before"))
            else:
                others.setdefault(found.name, found)
        if subjects:
            subjects.sort(key=lambda s: s[0])
            return [(m, why) for _, m, why in subjects]
        if len(others) == 1:
            return [(next(iter(others.values())), "the only person named just before")]
        return []

    def _heads_subject(self, token: Token) -> bool:
        return token.dep_ == "appos" and token.head.dep_ in ("nsubj", "nsubjpass")

    def _person_at(self, token: Token) -> Mention:
        span = next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
        if span is None or span.root.i != token.i or self.names.label(span) != "PERSON":
            return UNKNOWN
        entity = self.names.person(_person_name(span))
        return _mention(entity, "named here") if entity is not None else UNKNOWN

    def _fits(self, mention: Mention, gender: str) -> bool:
        if mention.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED):
            return False
        entity = self.names.people.get(mention.name or "")
        return entity is None or not entity.gender or entity.gender == gender

    def _plural(self, token: Token) -> Mention:
        sentence = token.sent
        for distance in range(3):
            end = token.i if distance == 0 else sentence.end
            for other in self.page.doc[sentence.start : end]:
                if (
                    other.dep_ in ("nsubj", "nsubjpass")
                    and other.tag_ in ("NNS", "NNPS")
                    and other.i != token.i
                ):
                    found = self.resolve(list(subtree(other)))
                    if found.name is not None:
                        return _with_basis(found, f"{token.text!r}: the plural subject before")
            if sentence.start == 0:
                break
            sentence = self.page.doc[sentence.start - 1].sent
        return UNKNOWN

    # --- descriptions ------------------------------------------------------------------------------------------

    def _description(self, phrase: Span, head: Token) -> Mention:
        text = tidy(phrase.text)
        noun = head.lower_
        if head.tag_ in ("NNS", "NNPS") or noun in lex.GROUP_NOUNS or noun in lex.OTHERS:
            return self._group(phrase, head, text)
        if noun in lex.PERSON_NOUNS:
            return self._person_described(phrase, head, text)
        if noun in lex.ANONYMOUS_NOUNS or head.tag_ == "PRP":
            return Mention(text, SpeakerKind.UNNAMED, basis="not named in the article")
        if noun in lex.ORG_NOUNS:
            return Mention(text, SpeakerKind.ORGANISATION, basis="an organisation described here")
        if head.pos_ == "PROPN" and head.text[:1].isupper():
            name = self._proper(phrase, head)
            entity = self.names.person(name) or self.names.organisation(name)
            if entity is not None:
                return _mention(entity, "named here")
            kind = SpeakerKind.PERSON if len(name.split()) > 1 else SpeakerKind.ORGANISATION
            return Mention(name, kind, basis="a name the article prints here only")
        if head.lemma_.lower() in lex.DOCUMENT_NOUNS:
            owner = next((c for c in head.children if c.dep_ == "poss"), None)
            if owner is not None and owner.i != head.i:
                return self.resolve(list(subtree(owner)) if owner.tag_ != "PRP$" else [owner.i])
            return Mention(text[:120], SpeakerKind.UNNAMED, basis="a document, its author not named")
        return Mention(None, SpeakerKind.UNNAMED, basis=f"{text[:60]!r} names nobody")

    def _proper(self, phrase: Span, head: Token) -> str:
        words = [
            t
            for t in phrase
            if t.pos_ == "PROPN" and (t.i == head.i or (t.head.i == head.i and t.dep_ == "compound"))
        ]
        return tidy(" ".join(t.text for t in words)) or tidy(head.text)

    def _group(self, phrase: Span, head: Token, text: str) -> Mention:
        short = tidy(self.page.doc[phrase.start : head.i + 1].text) or text
        marked = any(
            t.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") for t in self.page.doc[phrase.start : head.i + 1]
        )
        if head.lower_ in lex.OTHERS or (head.lemma_.lower() in lex.ANONYMOUS_NOUNS and not marked):
            return Mention(short[:120], SpeakerKind.UNNAMED, basis="not named in the article")
        if head.lower_ in lex.GROUP_NOUNS or head.ent_type_ == "NORP":
            return Mention(short[:120], SpeakerKind.GROUP, basis="a group described here")
        if marked and head.lemma_.lower() in lex.DOCUMENT_NOUNS:
            return Mention(short[:120], SpeakerKind.UNNAMED, basis="documents, their author not named")
        return Mention(None, SpeakerKind.UNNAMED, basis=f"{text[:60]!r} names nobody")

    def _person_described(self, phrase: Span, head: Token, text: str) -> Mention:
        """'The Russian leader', 'the commander', 'the former KGB officer': by role, by repetition, by context."""
        noun = head.lower_
        known = self._described.get(noun)
        definite = any(t.lower_ in ("the", "this", "that") for t in head.lefts)
        bare = definite and len([t for t in phrase if t.is_alpha]) <= 2
        matches = self._by_role(phrase, head)
        if len(matches) == 1:
            return _mention(matches[0], f"{text!r}: the article calls {matches[0].name} {matches[0].role!r}")
        if known is not None and bare:
            return _with_basis(known, f"{text!r}: described before as {known.role or known.name!r}")
        epithet = definite and any(t.lower_ in ("former", "ex", "one-time", "onetime") for t in phrase)
        if epithet or (bare and not matches):
            near = self._nearby(head)
            if near is not None:
                return _with_basis(near, f"{text!r}: {near.name} is who speaks in this paragraph")
        if not definite and not any(t.dep_ == "poss" for t in head.children):
            anonymous = any(t.lower_ in ("a", "an", "one", "another") for t in head.lefts)
            if anonymous or noun in lex.ANONYMOUS_NOUNS:
                return Mention(text[:120], SpeakerKind.UNNAMED, basis="not named in the article")
        described = Mention(
            text[:120], SpeakerKind.UNNAMED, role=text[:120], basis="described, not named in the article"
        )
        self._described[noun] = described
        return described

    def _by_role(self, phrase: Span, head: Token) -> list[Entity]:
        """People whose printed role agrees with a description in its noun and its place."""
        wanted = {
            _stem(t.text)
            for t in phrase
            if t.is_alpha and t.i != head.i and t.dep_ != "det" and t.text[0].isupper()
        }
        plain = {
            t.lower_ for t in phrase if t.is_alpha and t.i != head.i and t.dep_ not in ("det", "case")
        } - {"the"}
        plain = {w for w in plain if _stem(w) not in {x.lower() for x in wanted}}
        found = []
        for entity in self.names.people.values():
            for role in entity.roles:
                words = [w.strip(".,'’").removesuffix("'s").removesuffix("’s") for w in role.split()]
                nouns = _role_nouns(words)
                same = head.lower_ in nouns or (head.lower_ in lex.LEADERS and nouns & lex.LEADERS)
                place = {_stem(w) for w in words if w[:1].isupper()}
                if same and wanted <= place and (wanted or plain <= {w.lower() for w in words}):
                    found.append(entity)
                    break
        return found

    def _nearby(self, head: Token) -> Mention | None:
        """The person who is the subject of the sentence before, in the same paragraph."""
        paragraph = self.page.paragraph_at[head.i]
        if paragraph in self.spoke and self.spoke[paragraph].kind is SpeakerKind.PERSON:
            return self.spoke[paragraph]
        sentence = head.sent
        while sentence.start > 0 and self.page.paragraph_at[sentence.start - 1] == paragraph:
            sentence = self.page.doc[sentence.start - 1].sent
            people = {
                m.name: m
                for gender in "mf"
                for m, _ in self._candidates(sentence, sentence.end, gender, quoted=False)
            }
            if people:
                return next(iter(people.values()))
        return None


def _head(page: Page, tokens: list[int]) -> Token:
    inside = set(tokens)
    doc = page.doc
    for i in tokens:
        token = doc[i]
        if not token.is_punct and not token.is_space and (token.head.i not in inside or token.head.i == i):
            return token
    return doc[tokens[0]]


def _person_name(span: Span) -> str:
    from claims.extraction.names import without_titles

    return without_titles(tidy(span.text))[1]


def _mention(entity: Entity, basis: str, role: str = "") -> Mention:
    aliases = tuple(a for a, _ in entity.aliases.most_common() if a != entity.name)
    return Mention(
        entity.name, entity.kind, aliases=aliases, role=max(role, entity.role, key=len), basis=basis
    )


def _with_basis(mention: Mention, basis: str) -> Mention:
    return Mention(mention.name, mention.kind, mention.aliases, mention.role, basis)


def _of_document(token: Token, head: Token) -> bool:
    """'a Wall Street Journal report', 'reports from the Kremlin', 'Trump's statement'."""
    if token.head.i == head.i and token.dep_ in ("compound", "poss", "nmod", "amod"):
        return True
    above = token.head
    return token.dep_ == "pobj" and above.head.i == head.i and above.lower_ in ("from", "by", "in", "of")


def _role_nouns(words: list[str]) -> set[str]:
    """What somebody is: 'aide' in 'the president's foreign policy aide', 'secretary' in 'secretary of state'."""
    low = [w.lower() for w in words]
    cut = next((n for n, w in enumerate(low) if w in ("of", "for", "at", "in", "to") and n), len(low))
    return {low[cut - 1]} if low else set()


def _stem(word: str) -> str:
    """'Russian' and 'Russia', 'Ukrainian' and 'Ukraine' share theirs; America's names are one."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low.replace(".", "") in {"us", "usa"} or low in lex.AMERICA:
        return "america"
    for ending in ("ians", "ian", "ans", "an", "ese", "ish", "ine", "ia", "a", "e", "i"):
        if len(low) - len(ending) >= 4 and low.endswith(ending):
            return low[: -len(ending)]
    return low


__all__ = ["UNKNOWN", "Cast", "own_subject"]
