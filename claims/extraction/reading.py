"""From raw text to what the parser reads: same length, so that every offset stays good."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claims.extraction import lexicon as lex

CHUNK = 20_000  # characters read at once; a chunk ends with a paragraph where one ends in reach

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHOUT = re.compile(r"[^\W\d_][^\n.!?“”\"]*")
_NO_WORDS = re.compile(r"\S{400,}")  # a tokenizer would spend quadratic time on them
_LINE = re.compile(r"[^\n]+")
_SOFT_BREAK = re.compile(r"(?<=[\w,;])[ \t\r]*\n(?=[ \t]*[a-z])")
_APOSTROPHE = re.compile(r"(?<=\w)[’ʼ´](?=\w)|(?<=s)’(?= \w)(?<![“‘]s’)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text: where it begins, and the copy the parser reads, of the same length.

    `unreadable` counts the runs without a space that are too long for words; they are blanked in the copy.
    """

    start: int
    text: str
    unreadable: int = 0


def read(text: str) -> Iterator[Passage]:
    """Cut a text into passages and make each easier to parse, character for character."""
    forms = _known_forms(text)
    for start, end in _chunks(text):
        plain, unreadable = _NO_WORDS.subn(lambda m: " " * len(m.group()), text[start:end])
        yield Passage(start, _clean(plain, forms), unreadable)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > CHUNK:
        window = text[start : start + CHUNK]
        cut = max(window.rfind("\n\n"), window.rfind("\n"))
        if cut < CHUNK // 2:
            cut = max((window.rfind(mark) for mark in (". ", "! ", "? ", ".” ", '." ')), default=-1)
        if cut < CHUNK // 2:
            cut = max(window.rfind(" "), CHUNK - 1 if " " not in window else -1)
        end = start + (cut if cut > 0 else CHUNK - 1) + 1
        yield start, end
        start = end
    if start < len(text) or not text:
        yield start, len(text)


def _known_forms(text: str) -> dict[str, str]:
    """How the article itself writes its words in running text: {'ukrainian': 'Ukrainian'}."""
    counts: dict[str, Counter[str]] = {}
    for line in _LINE.finditer(text[:400_000]):
        if _is_heading(line.group()):
            continue
        for match in _WORD.finditer(line.group()):
            word = match.group()
            before = line.group()[: match.start()].rstrip(" “‘\"'(")
            opens = not before or before[-1] in '.!?:…”"—-'
            if (len(word) > 1 and word.isupper()) or (opens and word[0].isupper()):
                continue  # shouted, or capitalised for its place only
            counts.setdefault(word.lower(), Counter())[word] += 1
    return {key: forms.most_common(1)[0][0] for key, forms in counts.items()}


def _clean(text: str, forms: dict[str, str]) -> str:
    text = _SOFT_BREAK.sub(lambda m: " " * len(m.group()), text)
    text = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " ").replace("\u202f", " ")
    text = _APOSTROPHE.sub("'", text)
    out, last = [], 0
    for line in _LINE.finditer(text):
        out.append(text[last : line.start()])
        out.append(
            _recase_heading(line.group(), forms) if _is_heading(line.group()) else _calm(line.group(), forms)
        )
        last = line.end()
    out.append(text[last:])
    joined = "".join(out)
    return joined if len(joined) == len(text) else text


def _is_heading(line: str) -> bool:
    """A line without an end mark whose words are nearly all capitalised."""
    line = line.strip()
    if not line or len(line) > 160 or line[-1] in '.!?”":;,' or ":" in line[:40]:
        return False
    words = [w for w in _WORD.findall(line) if len(w) > 3]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _recase_heading(line: str, forms: dict[str, str]) -> str:
    return _recase(line, forms, keep_unknown=True)


def _calm(line: str, forms: dict[str, str]) -> str:
    """Write runs of four or more shouted words in sentence case."""
    words = list(_WORD.finditer(line))
    shouted = [len(w.group()) > 1 and w.group().isupper() for w in words]
    pieces, last, i = [], 0, 0
    while i < len(words):
        j = i
        while j < len(words) and (shouted[j] or (len(words[j].group()) == 1 and words[j].group().isupper())):
            j += 1
        if sum(shouted[i:j]) >= 4:
            start, end = words[i].start(), words[j - 1].end()
            pieces += [line[last:start], _recase(line[start:end], forms, keep_unknown=False)]
            last = end
        i = max(j, i + 1)
    return "".join(pieces) + line[last:]


def _common(word: str) -> bool:
    """A word that a heading capitalises but running text would not: a small word, or a verb that reports."""
    stems = (word, word[:-1], word[:-2], word[:-3] + "y", word[:-3], word[:-2] + "e")
    return word in lex.SMALL_WORDS or any(stem in lex.VERBS for stem in stems)


def _recase(text: str, forms: dict[str, str], *, keep_unknown: bool) -> str:
    def word(match: re.Match[str]) -> str:
        found = match.group()
        stem, _, tail = found.partition("'")
        key = stem.lower()
        known = forms.get(key)
        if known is None and key in lex.ALWAYS_CAPITAL:
            known = key.capitalize()
        if known is None and stem in lex.ACRONYMS:
            known = stem
        if known is None and (not keep_unknown or (match.start() > 0 and _common(key))):
            known = key
        if known is None or len(known) != len(stem):
            return found
        return known + found[len(stem) :].lower() if tail or len(found) > len(stem) else known

    return _WORD.sub(word, text)
