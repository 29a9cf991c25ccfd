"""How much a claim asks to be checked, between 0 and 1: the queue's order, not a verdict."""

from spacy.tokens import Token

from claims.enums import AttributionClass

_FIGURES = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "LAW"})
_DATES = frozenset({"DATE", "TIME"})
_GRAVE = frozenset(
    [
        "accuse",
        "kill",
        "murder",
        "steal",
        "lie",
        "cheat",
        "fraud",
        "corrupt",
        "corruption",
        "crime",
        "criminal",
        "attack",
        "bomb",
        "surround",
        "encircle",
        "invade",
        "massacre",
        "bribe",
        "abuse",
        "rape",
        "assault",
        "violate",
        "illegal",
        "illegally",
        "law",
        "arrest",
        "charge",
        "guilty",
        "victim",
        "casualty",
        "dead",
        "die",
        "death",
        "wound",
        "wounded",
        "destroy",
        "fail",
        "ban",
        "cause",
        "rise",
        "fall",
        "increase",
        "decrease",
        "double",
        "cut",
        "cost",
        "pay",
        "spend",
        "lose",
        "win",
        "vote",
        "deny",
        "refuse",
        "sign",
        "agree",
        "withdraw",
        "launch",
        "plan",
        "delay",
    ]
)
_ATTITUDE = frozenset(
    [
        "hope",
        "bless",
        "thank",
        "thanks",
        "love",
        "hate",
        "great",
        "wonderful",
        "terrible",
        "amazing",
        "beautiful",
        "proud",
        "sorry",
        "glad",
        "happy",
        "welcome",
        "congratulation",
        "congratulations",
        "pray",
        "wish",
        "feel",
        "think",
        "believe",
        "want",
        "hello",
        "goodbye",
        "please",
        "optimism",
        "optimistic",
    ]
)


def check_worthiness(unit: list[Token], class_: AttributionClass, *, clause: bool) -> float:
    """Figures, dates, names and accusations raise it; questions, greetings and pure attitude lower it."""
    words = [t for t in unit if t.is_alpha]
    lemmas = {t.lemma_.lower() for t in words}
    score = 0.35
    score += 0.2 * any(t.ent_type_ in _FIGURES or (t.like_num and t.ent_type_ not in _DATES) for t in unit)
    score += 0.1 * any(t.ent_type_ in _DATES for t in unit)
    score += 0.15 * any(t.ent_type_ in _NAMES for t in unit)
    score += 0.15 * bool(lemmas & _GRAVE)
    score += 0.1 * clause
    if any(t.text.startswith("?") for t in unit[-3:]):
        score -= 0.3
    score -= 0.15 * bool(lemmas & _ATTITUDE)
    if len(words) < 4:
        score -= 0.2
    if class_ is not AttributionClass.SPEECH:
        score -= 0.25
    return round(min(max(score, 0.02), 0.98), 2)
