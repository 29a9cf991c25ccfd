"""The people and organisations an article names, each under one canonical name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from claims.enums import SpeakerKind
from claims.extraction import lexicon as lex
from claims.extraction.entities import mend
from claims.extraction.records import Mention

_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|its|his|her|their)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r",? (?:Jr|Sr)\.?$")
_MAYBE_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|der|bin|al|la|del|di|da))*")
_NICKNAMED = re.compile(r" [\"“'‘(][^\"”'’)]+[\"”'’)] ")
_INITIAL = re.compile(r"[A-Z]\.?")
_NICKNAMES = {  # the given name that a short one stands for
    short: full
    for full, shorts in {
        "william": "bill billy will willie",
        "robert": "bob bobby rob robbie",
        "richard": "dick rick richie",
        "james": "jim jimmy jamie",
        "john": "jack johnny",
        "joseph": "joe joey",
        "michael": "mike mick",
        "thomas": "tom tommy",
        "edward": "ed eddie ted",
        "charles": "charlie chuck",
        "daniel": "dan danny",
        "david": "dave",
        "donald": "don donnie",
        "kenneth": "ken kenny",
        "lawrence": "larry",
        "matthew": "matt",
        "anthony": "tony",
        "timothy": "tim",
        "stephen": "steve steven",
        "christopher": "chris",
        "benjamin": "ben benny",
        "samuel": "sam",
        "gregory": "greg",
        "jeffrey": "jeff",
        "ronald": "ron",
        "elizabeth": "liz beth betty",
        "margaret": "maggie peggy",
        "katherine": "kate kathy katie",
        "deborah": "debbie",
        "susan": "sue",
        "jennifer": "jenny jen",
        "patricia": "pat patty",
        "bernard": "bernie",
        "andrew": "andy drew",
    }.items()
    for short in shorts.split()
}
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss"})
_IN_FULL = {  # posts by their titles
    "sen": "senator",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "capt": "captain",
    "col": "colonel",
    "adm": "admiral",
    "prof": "professor",
    "candidate": "nominee",
    "contender": "nominee",
    "hopeful": "nominee",
}
ORGANISATION_LABELS = frozenset({"ORG", "GPE", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "LOC"})


def tidy(name: str) -> str:
    """A name without article, possessive and stray marks."""
    name = re.sub(r"\s+", " ", name).strip(" \t\n,;:“”\"'’‘()[]—–-")
    return _ARTICLE.sub("", _POSSESSIVE.sub("", name)).strip(' ,;:“”"‘()[]—–')


def without_titles(name: str) -> tuple[str, str]:
    """('Gen.', 'Ada Lark') from 'Gen. Ada Lark'."""
    words = name.split()
    n = 0
    while n < len(words) - 1 and words[n].lower().rstrip(",") in lex.HONORIFICS:
        n += 1
    return " ".join(words[:n]), " ".join(words[n:])


def surname(name: str) -> str:
    """The last word of a name, suffixes aside."""
    words = _SUFFIX.sub("", name).split()
    return words[-1] if words else ""


@dataclass(slots=True)
class Entity:
    """Somebody or something that the article names; `mentions` are positions in the article."""

    name: str
    kind: SpeakerKind
    aliases: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    mentions: list[int] = field(default_factory=list)
    gender: str = ""

    @property
    def role(self) -> str:
        """The fullest role printed."""
        return max(self.roles, key=lambda r: (len(r), self.roles[r]), default="")

    def mention(self, basis: str, role: str = "") -> Mention:
        """The mention of somebody the article names, with the fullest role it prints."""
        role = "" if role.lower().rstrip(".") in _ADDRESS else role
        aliases = tuple(a for a, _ in self.aliases.most_common() if a != self.name)
        return Mention(self.name, self.kind, aliases, max(role, self.role, key=len), basis)


def gender_of(name: str, title: str = "") -> str:
    """'m', 'f' or '' for not known, from a title or a common given name."""
    for word in title.lower().split():
        if word in lex.MASCULINE_TITLES:
            return "m"
        if word in lex.FEMININE_TITLES:
            return "f"
    words = name.split()
    given = words[0].lower().rstrip(".") if len(words) > 1 else ""
    if given in lex.MASCULINE_NAMES:
        return "m"
    return "f" if given in lex.FEMININE_NAMES else ""


class Names:
    """The names of one article, gathered passage by passage; surnames find their full names."""

    def __init__(self) -> None:
        self.people: dict[str, Entity] = {}
        self.organisations: dict[str, Entity] = {}
        self._by_surname: dict[str, list[str]] = {}
        self._by_given: dict[str, list[Entity]] = {}
        self._by_post: dict[str, dict[str, Entity]] = {}  # 'adviser' to the people called one
        self._by_short: dict[str, list[Entity]] = {}  # organisations by last word and by initials
        self._labels: dict[str, Counter[str]] = {}
        self.offset = 0  # of the passage gathered last

    def gather(self, doc: Doc, offset: int = 0) -> None:
        """Read the named entities of a passage; fullest forms first, so that surnames find them."""
        self.offset = offset
        mend(doc)
        for span in doc.ents:
            self._labels.setdefault(tidy(span.text), Counter())[span.label_] += 1
        people = [(*without_titles(tidy(s.text)), s) for s in doc.ents if self.label(s) == "PERSON"]
        for title, name, span in sorted(people, key=lambda p: -len(without_initials(p[1]).split())):
            if name and name[0].isupper():
                self._add_person(name, title, span, offset)
        self._spread(doc)
        for span in doc.ents:
            if self.label(span) in ORGANISATION_LABELS:
                self._add_organisation(span, offset)

    def _spread(self, doc: Doc) -> None:
        """Mark as people the bare surnames that the tagger passed over or took for something else."""
        spans = [s for s in doc.ents if len(s) > 1 or self._stays(s)]
        taken = {i for s in spans for i in range(s.start, s.end)}
        common = {token.text for token in doc if token.is_lower}  # 'will' beside Mr. Will
        for token in doc:
            name_like = token.pos_ in ("PROPN", "NOUN", "X") or token.lower_ not in common
            if not token.text[0].isupper() or not name_like:
                continue
            if token.i not in taken and self.bearers(token.text):
                spans.append(Span(doc, token.i, token.i + 1, label="PERSON"))
        doc.ents = tuple(sorted(spans, key=lambda s: s.start))

    def _stays(self, span: Span) -> bool:
        """Whether a name of one word keeps its label: a place that acts is the person of that surname."""
        if span.label_ == "PERSON" or not self.bearers(span.text):
            return True
        return span.label_ == "GPE" and span.root.dep_ not in ("nsubj", "nsubjpass")

    def label(self, span: Span) -> str:
        """The label most given to this name in the article: one slip of the tagger does not count."""
        name = tidy(span.text)
        if span.label_ == "PERSON" and self.bearers(name):
            return "PERSON"
        counts = self._labels.get(name)
        if counts and counts["PERSON"] and len(counts) > 1:
            return counts.most_common(1)[0][0]
        return span.label_

    def _add_person(self, name: str, title: str, span: Span, offset: int) -> None:
        name = printed = _SUFFIX.sub("", name)
        title = title or title_before(span)
        entity = self.person(name, title)
        if entity is None:
            name = without_initials(name)
            entity = Entity(name, SpeakerKind.PERSON, gender=gender_of(name, title))
            self.people[name] = entity
            self._by_surname.setdefault(surname(name), []).append(name)
            if len(name.split()) > 1:
                self._by_given.setdefault(name.split()[0], []).append(entity)
        if not entity.gender:
            entity.gender = gender_of(entity.name, title)
        if printed != entity.name:
            entity.aliases[printed] += 1
        role = printed_role(span) or title
        if role and role.lower().rstrip(".") not in _ADDRESS:
            self.call(entity, role)
        entity.mentions.append(offset + span.start_char)

    def call(self, entity: Entity, role: str) -> None:
        """Remember that the article calls somebody this."""
        entity.roles[role] += 1
        entity.gender = entity.gender or gender_of("", post_of(role))
        self._by_post.setdefault(post_of(role), {})[entity.name] = entity

    def _add_organisation(self, span: Span, offset: int) -> None:
        name = tidy(span.text)
        if not name or not name[0].isupper():
            return
        entity = self.organisation(name)
        if entity is None:
            entity = Entity(name, SpeakerKind.ORGANISATION)
            self.organisations[name] = entity
            for short in _short_forms(name):
                self._by_short.setdefault(short, []).append(entity)
        if name != entity.name:
            entity.aliases[name] += 1
        entity.mentions.append(offset + span.start_char)

    def person(self, name: str, title: str = "") -> Entity | None:
        """The person meant by a full name, a surname, or a given name that only one bears.

        Of several with one surname a title decides ('Mrs.'), else the one first named in full.
        """
        if name.isupper() and name.title() != name and self.bearers(name.title().split()[-1]):
            name = name.title()
        if name in self.people:
            return self.people[name]
        words = name.split()
        if not words:
            return None
        bearers = [self.people[n] for n in self._by_surname.get(words[-1], []) if len(n.split()) > 1]
        if len(words) > 1:
            return next((e for e in bearers if _compatible(words, e.name.split())), None) or next(
                (e for e in bearers if e.name.split()[-len(words) :] == words), None
            )
        gender = gender_of("", title)
        if gender:
            bearers = [e for e in bearers if e.gender in ("", gender)]
        if bearers:
            return min(bearers, key=lambda e: e.mentions[:1])
        given = self._by_given.get(name, [])
        return given[0] if len(given) == 1 else None

    def holders(self, posts: Iterable[str]) -> list[Entity]:
        """The people whom the article calls by one of these nouns."""
        return list({n: e for post in posts for n, e in self._by_post.get(post, {}).items()}.values())

    def bearers(self, word: str) -> int:
        """How many people of the article have this surname."""
        return sum(len(n.split()) > 1 for n in self._by_surname.get(word, []))

    def organisation(self, name: str) -> Entity | None:
        """An organisation by its name, its last word ('the Journal') or its initials."""
        if name in self.organisations:
            return self.organisations[name]
        longer = self._by_short.get(name.replace(".", ""), [])
        return longer[0] if len(longer) == 1 else None


def _compatible(one: list[str], other: list[str]) -> bool:
    """'Donald J. Trump' and 'Donald Trump', 'Bill' and 'William', but not 'Melania Trump'."""
    a, b = fold(one[0]).rstrip("."), fold(other[0]).rstrip(".")
    if a == b or _NICKNAMES.get(a, a) == _NICKNAMES.get(b, b):
        return True
    return len(min(a, b, key=len)) == 1 and a[0] == b[0]


def fold(name: str) -> str:
    """A name without accents and in lower case, to compare it by."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()


def without_initials(name: str) -> str:
    """'Ada Lark' of 'Ada J. Lark' and of 'Ada “Addie” Lark', so that it is one name in every article.

    Two initials stay ('George H. W. Bush'), and so does one that comes first ('J. Edgar Hoover').
    """
    words = _NICKNAMED.sub(" ", name).split()
    middle = [w for w in words[1:-1] if _INITIAL.fullmatch(w)]
    if len(middle) != 1 or _INITIAL.fullmatch(words[0]):
        return " ".join(words)
    return " ".join(w for w in words if w is not middle[0])


def _short_forms(name: str) -> set[str]:
    """'Journal' and 'WSJ' for 'Wall Street Journal'."""
    words = name.split()
    short = {"".join(word[0] for word in words if word[0].isupper())} if len(words) > 1 else set()
    tails = {" ".join(words[n:]) for n in range(1, len(words) - 1)}
    return short | tails | ({words[-1]} if len(words) > 2 else set())


def post_of(role: str) -> str:
    """What somebody is: 'aide' in "the president's policy aide", 'secretary' in 'secretary of state'."""
    low = [w.strip(".,'’").lower() for w in role.split()]
    cut = next((n for n, w in enumerate(low) if n and w in ("of", "for", "at", "in", "to")), len(low))
    return _IN_FULL.get(low[cut - 1], low[cut - 1]) if low else ""


def title_before(span: Span) -> str:
    """The word of address before a name: 'Mrs.', 'Sen.'; '' if none."""
    words: list[str] = []
    for i in range(span.start - 1, max(span.start - 3, span.sent.start - 1), -1):
        if span.doc[i].lower_ not in lex.HONORIFICS:
            break
        words.insert(0, span.doc[i].text)
    return " ".join(words)


def printed_role(span: Span) -> str:
    """The role printed around a name: 'Harbour master Ada Lark', 'Ada Lark, the harbour master,'."""
    doc, head = span.doc, span.root
    left = head.left_edge.i
    words = [t for t in doc[left : span.start] if not t.is_space]
    while words and (words[0].is_punct or words[0].dep_ == "det"):
        words.pop(0)
    text = doc[words[0].i : words[-1].i + 1].text if words else ""
    before = _apposed_to(span)
    if before and all(t.lower_ in lex.HONORIFICS for t in words):
        return before
    if text and any(_names_role(t.lower_) for t in words) and len(words) <= 8 and "\n" not in text:
        return tidy(text)
    if before:
        return before
    for c in head.children:
        if c.dep_ == "appos" and c.i > head.i and c.lower_ in lex.PERSON_NOUNS:
            phrase = doc[c.left_edge.i : min(c.right_edge.i, c.i + 6) + 1]
            return tidy(phrase.text)
    return ""


def _apposed_to(span: Span) -> str:
    """The description that a name is apposed to: "the port's chief pilot, Capt. Ada Lark"."""
    head = span.root
    if head.dep_ != "appos" or head.head.i > head.i or head.head.lower_ not in lex.PERSON_NOUNS:
        return ""
    phrase = span.doc[head.head.left_edge.i : head.head.i + 1]
    return tidy(phrase.text) if len(phrase) <= 8 else ""


def _names_role(word: str) -> bool:
    return word in lex.HONORIFICS or word in lex.PERSON_NOUNS or word.rstrip(".") in lex.HONORIFICS
