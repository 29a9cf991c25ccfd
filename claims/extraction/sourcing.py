"""What an unnamed source is said to be: 'two officials', 'court papers', 'a person close to the talks'."""

import re

from claims.enums import SourceClass

# In the order of asking: what somebody does for others says more than where they stand.
_WORDS: dict[SourceClass, str] = {
    SourceClass.DOCUMENT: (
        "document paper record filing memo memorandum email e-mail letter transcript report "
        "indictment complaint affidavit footage video recording audio photo tape text poll survey "
        "study studies statement release diary notes"
    ),
    SourceClass.SPOKESPERSON: "spokesman spokeswoman spokesperson spokesmen spokespeople",
    SourceClass.AIDE: "aide adviser advisor staffer assistant strategist",
    SourceClass.LAWYER: "lawyer attorney counsel solicitor barrister",
    SourceClass.DIPLOMAT: "diplomat envoy ambassador negotiator mediator",
    SourceClass.OFFICIAL: (
        "official officer authority authorities minister prosecutor investigator police commander "
        "general lawmaker senator governor mayor inspector sheriff deputy deputies representative "
        "congressman congresswoman regulator judge soldier military"
    ),
    SourceClass.EXPERT: (
        "expert analyst scientist economist researcher academic professor historian scholar doctor "
        "physician pollster forecaster"
    ),
    SourceClass.RELATIVE: (
        "relative family families parent mother father wife husband widow widower son daughter "
        "brother sister cousin uncle aunt friend neighbor neighbour"
    ),
    SourceClass.WITNESS: (
        "witness witnesses eyewitness eyewitnesses bystander onlooker passer-by passers-by survivor "
        "resident passenger victim"
    ),
    SourceClass.EMPLOYEE: "employee worker staff insider manager executive crew colleague whistleblower",
    SourceClass.MEDIA: "media newspaper outlet broadcaster agency agencies reporter journalist press",
}
_FAMILIAR = re.compile(
    r"\b(?:familiar with|briefed on|knowledge of|close to|aware of|informed (?:of|about)|privy to|"
    r"acquainted with|involved in|in the (?:know|room)|who (?:knows?|attended|saw|was|were|has|have|had))\b"
)
_PATTERNS = {class_: re.compile(rf"\b(?:{'|'.join(words.split())})s?\b") for class_, words in _WORDS.items()}
_ANYBODY = re.compile(r"\b(?:sources?|persons?|people|somebody|someone|individuals?|men|women|man|woman)\b")
_TAIL = re.compile(
    r"\s(?:who|whose|that|which|with|of|for|from|in|at|on|to|by|close|familiar|briefed|seen|obtained|"
    r"reviewed|speaking|working)\b|,"
)


def source_class(words: str) -> SourceClass:
    """The class of an unnamed source, by the words printed for it; OTHER where they say none.

    The head of the phrase decides ('a lawyer for two officials' is a lawyer); a 'source' or a 'person' is
    what stands before it ('a police source'), else somebody familiar with the matter, as far as the words say
    so, else just a SOURCE.
    """
    low = " ".join(words.lower().replace("’", "'").split())
    head = _TAIL.split(low, maxsplit=1)[0]
    for class_, pattern in _PATTERNS.items():
        if pattern.search(head):
            return class_
    if _FAMILIAR.search(low):
        return SourceClass.FAMILIAR
    return SourceClass.SOURCE if _ANYBODY.search(head) else SourceClass.OTHER
