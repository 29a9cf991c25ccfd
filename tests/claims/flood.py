"""A story for tests of the comparison: one quote in six outlets, a denial in two, everything invented."""

from dataclasses import dataclass
from datetime import date

from articles.models import Article, Story
from claims.enums import LinkKind, LinkState, QuoteKind, Variant
from claims.models import Appearance, Claim, ClaimLink
from tests.factories import make_appearance, make_article, make_claim, make_outlet, make_speaker, make_story

QUOTE = (
    "But, at this very hour, hundreds of families in the lower town are completely cut off by the river, "
    "and in a very dangerous position."
)
SHOUT = QUOTE.upper()
POST = (
    "Posting on the town board, Ida Holm wrote, “We spoke with the river service yesterday — {} "
    "Please stay calm.”"
)
LEAD = (
    "Ida Holm asked the army for boats for hundreds of families who are reportedly “completely cut off” "
    "by water."
)

TEXTS = {
    "Aldersund Courier": f"{LEAD}\n\n{POST.format(SHOUT)}\n\nThe river service disagreed. According to "
    "Nordpress, Col. Tor Lind said that no family was cut off but that roads were wet.",
    "Brink Daily": f"{POST.format(SHOUT)}\n\nShe had said earlier that hundreds of households who are now "
    "isolated by the flood needed help.",
    "Coast Post": POST.format(SHOUT),
    "Delta Record": f"Mayor Asks for Boats\n\nHolm wrote in capital letters, “{SHOUT[5:]}”\n\n"
    "Tor Lind of the river service refuted claims of isolation, as reported by Wavewire.",
    "Estuary Wire": f"The mayor wrote: “{QUOTE.replace('hundreds', 'dozens')}”",
    "Fjord Herald": "The council met on Monday and spoke about the school roof.",
}

KNOWN = {
    "Aldersund Courier": {"published_on": date(2026, 3, 15)},
    "Delta Record": {"headline": "Mayor Asks for Boats", "headline_span": [0, 20], "body_start": 22},
}


@dataclass(frozen=True)
class Flood:
    """The story's rows, articles and appearances by the outlet's name."""

    story: Story
    claim: Claim
    denial: Claim
    link: ClaimLink
    articles: dict[str, Article]
    reports: dict[str, list[Appearance]]


def make_flood(*, state: LinkState = LinkState.SUGGESTED) -> Flood:
    """Two outlets print the quote word for word and in other words, one word for word, one cut, one altered.

    The sixth reports neither the claim nor its denial.
    """
    story = make_story("The river at Aldersund")
    articles = {
        name: make_article(
            text,
            outlet=make_outlet(name),
            story=story,
            published_on=None
            if name == "Delta Record"
            else date(2026, 3, 14 + (name == "Aldersund Courier")),
            headline="Mayor Asks for Boats" if name == "Delta Record" else "",
            headline_span=[0, 20] if name == "Delta Record" else None,
            body_start=22 if name == "Delta Record" else 0,
        )
        for name, text in TEXTS.items()
    }
    holm = make_speaker("Ida Holm", role="mayor of Aldersund")
    claim = make_claim(
        "Hundreds of families in the lower town are completely cut off by the river, and in a very dangerous "
        "position",
        holm,
    )
    on_board = {"cue": "wrote", "venue": "the town board"}
    reports = {
        "Aldersund Courier": [
            make_appearance(
                claim,
                articles["Aldersund Courier"],
                "hundreds of families who are reportedly “completely cut off” by water",
                kind=QuoteKind.MIXED,
                cue="asked",
                variant=Variant.REWORDED,
            ),
            make_appearance(claim, articles["Aldersund Courier"], SHOUT, **on_board),
        ],
        "Brink Daily": [
            make_appearance(claim, articles["Brink Daily"], SHOUT, **on_board),
            make_appearance(
                claim,
                articles["Brink Daily"],
                "hundreds of households who are now isolated by the flood",
                kind=QuoteKind.INDIRECT,
                cue="said",
                variant=Variant.PARAPHRASE,
            ),
        ],
        "Coast Post": [make_appearance(claim, articles["Coast Post"], SHOUT, **on_board)],
        "Delta Record": [
            make_appearance(
                claim, articles["Delta Record"], SHOUT[5:], cue="wrote", variant=Variant.TRUNCATED
            )
        ],
        "Estuary Wire": [
            make_appearance(
                claim,
                articles["Estuary Wire"],
                QUOTE.replace("hundreds", "dozens"),
                cue="wrote",
                variant=Variant.ALTERED,
                variant_note="number: 'hundreds' is 'dozens' here",
            )
        ],
    }
    denial = make_claim(
        "No family is cut off in the lower town", make_speaker("Tor Lind", role="river service")
    )
    make_appearance(
        denial,
        articles["Aldersund Courier"],
        "no family was cut off",
        kind=QuoteKind.INDIRECT,
        via=["Nordpress"],
        variant=Variant.VERBATIM,
    )
    make_appearance(
        denial,
        articles["Delta Record"],
        "refuted claims of isolation",
        kind=QuoteKind.INDIRECT,
        cue="refuted",
        via=["Wavewire"],
        denies=True,
        variant=Variant.PARAPHRASE,
    )
    link = ClaimLink.objects.create(
        first=claim,
        second=denial,
        kind=LinkKind.CONTRADICTS,
        state=state,
        reason="'cut off' is asserted in one and negated in the other",
    )
    return Flood(story, claim, denial, link, articles, reports)
