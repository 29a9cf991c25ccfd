"""How much a claim asks to be checked, between 0 and 1: the queue's order, not a verdict."""

from spacy.tokens import Token

from claims.enums import AttributionClass
from claims.extraction import lexicon as lex

_FIGURES = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "LAW"})
_DATES = frozenset({"DATE", "TIME"})


def check_worthiness(unit: list[Token], class_: AttributionClass, *, clause: bool) -> float:
    """Figures, dates, names and accusations raise it; questions, greetings and pure attitude lower it."""
    words = [t for t in unit if t.is_alpha]
    lemmas = {t.lemma_.lower() for t in words}
    score = 0.35
    score += 0.2 * any(t.ent_type_ in _FIGURES or (t.like_num and t.ent_type_ not in _DATES) for t in unit)
    score += 0.1 * any(t.ent_type_ in _DATES for t in unit)
    score += 0.15 * any(t.ent_type_ in _NAMES for t in unit)
    score += 0.15 * bool(lemmas & lex.GRAVE)
    score += 0.1 * clause
    if any(t.text.startswith("?") for t in unit[-3:]):
        score -= 0.3
    score -= 0.15 * bool(lemmas & lex.ATTITUDE)
    if len(words) < 4:
        score -= 0.2
    if class_ is not AttributionClass.SPEECH:
        score -= 0.25
    return round(min(max(score, 0.02), 0.98), 2)
