"""What a careful reader lists in the five seed articles, by offsets: no text of theirs is kept here."""

from pathlib import Path

import pytest

from claims.enums import QuoteKind, SpeakerKind
from claims.extraction.pipeline import default_extractor
from claims.extraction.records import Extraction

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "data" / "seeds"
D, M, IN = QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT
TRUMP, PUTIN, ZELENSKY = "Donald Trump", "Vladimir Putin", "Volodymyr Zelensky"
SYRSKYI, USHAKOV = "Oleksandr Syrskyi", "Yuri Ushakov"
COMMANDER = "Ukraine's top military commander"

# (start and end of the claim's hull, speaker, kind, relays, denied) by the start of the file's name
EXPECTED: dict[str, list[tuple[int, int, str | None, QuoteKind, tuple[str, ...], bool]]] = {
    "000": [
        (57, 241, TRUMP, M, (), False),
        (313, 376, TRUMP, M, (), False),
        (453, 567, None, IN, (), False),
        (842, 935, TRUMP, D, (), False),
        (941, 1026, TRUMP, D, (), False),
        (1034, 1178, TRUMP, D, (), False),
        (1197, 1245, TRUMP, IN, (), False),
        (1260, 1355, TRUMP, M, (), False),
        (1371, 1431, TRUMP, IN, (), False),
        (1449, 1475, "Ukraine", IN, (), True),
        (1547, 1587, COMMANDER, IN, (), True),
        (1547, 1587, TRUMP, IN, (), False),
        (1637, 1722, COMMANDER, IN, ("Reuters",), False),
        (2178, 2222, PUTIN, IN, (), False),
        (2258, 2440, PUTIN, IN, (), False),
    ],
    "001": [
        (70, 154, TRUMP, M, (), False),
        (297, 381, TRUMP, M, (), False),
        (490, 607, TRUMP, IN, (), False),
        (698, 791, TRUMP, D, (), False),
        (797, 882, TRUMP, D, (), False),
        (890, 1034, TRUMP, D, (), False),
        (1035, 1107, TRUMP, D, (), False),
        (1108, 1175, TRUMP, D, (), False),
        (1176, 1198, TRUMP, D, (), False),
        (1235, 1328, TRUMP, D, ("ANI",), False),
        (1334, 1420, TRUMP, D, ("ANI",), False),
        (1420, 1480, TRUMP, D, ("ANI",), False),
        (1567, 1609, TRUMP, IN, (), False),
        (1749, 1855, "Kremlin", IN, (), False),
        (2006, 2088, "sources", IN, (), False),
        (2123, 2158, PUTIN, IN, (), False),
        (2191, 2218, PUTIN, IN, (), False),
        (2289, 2341, PUTIN, M, (), False),
        (2498, 2569, "Russian officials", IN, (), False),
        (2792, 2824, USHAKOV, IN, (), True),
        (2869, 2910, TRUMP, IN, (), False),
    ],
    "002": [
        (63, 209, TRUMP, M, (), False),
        (421, 514, TRUMP, D, (), False),
        (520, 605, TRUMP, D, (), False),
        (613, 757, TRUMP, D, (), False),
        (758, 830, TRUMP, D, (), False),
        (831, 898, TRUMP, D, (), False),
        (899, 921, TRUMP, D, (), False),
        (987, 1121, "Kremlin", M, (), False),
        (1221, 1277, "Kremlin", D, (), False),
        (1278, 1362, "Kremlin", D, (), False),
        (1399, 1548, None, IN, (), False),
        (1630, 1670, PUTIN, M, (), False),
        (1729, 1827, ZELENSKY, M, (), False),
        (1844, 1911, "Kyiv", IN, (), False),
        (2071, 2177, ZELENSKY, IN, (), False),
        (2298, 2395, USHAKOV, IN, (), False),
        (2429, 2598, "Kremlin", M, (), False),
        (2696, 2736, PUTIN, M, (), False),
        (2739, 2786, PUTIN, D, (), False),
        (2792, 2910, PUTIN, D, (), False),
        (2911, 3032, PUTIN, M, (), False),
    ],
    "003": [
        (14, 87, TRUMP, IN, (), False),
        (132, 191, TRUMP, IN, (), False),
        (210, 259, TRUMP, M, (), False),
        (315, 412, TRUMP, M, (), False),
        (433, 521, TRUMP, M, (), False),
        (656, 800, TRUMP, D, (), False),
        (998, 1078, "Newsweek", IN, (), False),
        (1165, 1236, TRUMP, D, (), False),
        (1254, 1321, TRUMP, D, (), False),
        (1322, 1343, TRUMP, D, (), False),
        (1564, 1671, "Wall Street Journal", IN, (), False),
        (1772, 1847, "Wall Street Journal", IN, (), False),
        (1849, 1937, None, IN, (), False),
        (2006, 2039, "Ukraine", IN, (), False),
        (2216, 2242, PUTIN, IN, ("Axios",), False),
        (2245, 2292, PUTIN, D, (), False),
        (2316, 2393, PUTIN, D, (), False),
        (2477, 2516, SYRSKYI, IN, ("Axios",), False),
        (2529, 2551, SYRSKYI, IN, ("Axios",), True),
        (2592, 2698, SYRSKYI, M, ("Axios",), False),
    ],
    "004": [
        (65, 202, TRUMP, M, (), False),
        (246, 339, TRUMP, D, (), False),
        (345, 430, TRUMP, D, (), False),
        (438, 582, TRUMP, D, (), False),
        (583, 655, TRUMP, D, (), False),
        (656, 723, TRUMP, D, (), False),
        (724, 745, TRUMP, D, (), False),
        (786, 809, PUTIN, IN, (), False),
        (922, 961, PUTIN, IN, (), False),
        (980, 1034, PUTIN, IN, (), False),
        (1056, 1089, PUTIN, IN, (), False),
        (1174, 1191, PUTIN, D, (), False),
        (1207, 1263, PUTIN, D, (), False),
        (1264, 1320, PUTIN, D, (), False),
        (1321, 1374, PUTIN, D, (), False),
        (1375, 1407, PUTIN, D, (), False),
        (1458, 1490, PUTIN, IN, (), False),
        (1502, 1555, PUTIN, D, (), False),
        (1556, 1627, PUTIN, D, (), False),
        (1653, 1715, TRUMP, IN, (), False),
        (1718, 1757, TRUMP, D, (), False),
        (1758, 1793, TRUMP, D, (), False),
        (1798, 1849, TRUMP, D, (), False),
        (1855, 1906, TRUMP, D, (), False),
        (2054, 2120, "White House", IN, (), False),
        (2402, 2431, "Kyiv", IN, (), False),
        (2473, 2488, PUTIN, IN, (), False),
        (2491, 2517, PUTIN, D, (), False),
        (2523, 2546, PUTIN, D, (), False),
        (2563, 2604, PUTIN, D, (), False),
        (2609, 2668, PUTIN, D, (), False),
    ],
}

# Where the tagger, brought up on its corpus' edges, draws a claim otherwise and a careful reader agrees:
# it takes 'expressed concern for' whole for a cue, and reads 'said ..., urging him to ...' as two.
REDRAWN: dict[str, dict[tuple[int, int], list[tuple[int, int, QuoteKind]]]] = {
    "000": {(57, 241): [(57, 116, IN), (125, 241, M)], (1197, 1245): [(1215, 1245, IN)]},
    "001": {
        (1567, 1609): [(1567, 1645, IN)],
        (2006, 2088): [(2006, 2087, IN)],
        (2289, 2341): [(2307, 2341, M)],
    },
    "002": {
        (63, 209): [(63, 160, M), (171, 209, IN)],
        (1399, 1548): [(1399, 1451, IN)],
        (1844, 1911): [(1844, 1877, IN)],
    },
    "003": {(132, 191): [(141, 191, IN)], (1849, 1937): [(1849, 1936, IN)]},
    "004": {
        (65, 202): [(65, 151, M), (170, 202, IN)],
        (786, 809): [(798, 809, IN)],
        (1056, 1089): [(1056, 1166, IN)],
    },
}


def expected(seed: str, strategy: str) -> set[tuple[int, int, str | None, QuoteKind, tuple[str, ...], bool]]:
    """The list for one seed, as the strategy draws it."""
    redrawn = REDRAWN[seed] if strategy == "both" else {}
    return {
        (new_start, new_end, who, new_kind, via, denies)
        for start, end, who, kind, via, denies in EXPECTED[seed]
        for new_start, new_end, new_kind in redrawn.get((start, end), [(start, end, kind)])
    }


pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed articles are not at {SEEDS}")


@pytest.fixture(scope="module", params=["rules", "both"])
def strategy(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def seeds(strategy) -> dict[str, tuple[str, Extraction]]:
    found = {}
    extractor = default_extractor(strategy)
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_bytes().decode()
        found[path.name[:3]] = (text, extractor.extract(text))
    return found


@pytest.mark.parametrize("seed", EXPECTED)
def test_seed_yields_every_claim_with_its_speaker(seeds, strategy, seed):
    _, result = seeds[seed]
    found = {(c.spans[0][0], c.spans[-1][1], c.speaker.name, c.kind, c.via, c.denies) for c in result.claims}
    assert sorted(expected(seed, strategy) - found, key=str) == []


@pytest.mark.parametrize("seed", EXPECTED)
def test_seed_names_no_speaker_that_it_does_not_have(seeds, seed):
    _, result = seeds[seed]
    people = {who for _, _, who, *_ in EXPECTED[seed]} | {"US", None}
    assert {c.speaker.name for c in result.claims} <= people


def test_seed_post_gives_three_claims_of_its_one_sentence(seeds):
    texts = [c.text for c in seeds["004"][1].claims if c.spans[0][0] in (246, 345, 438)]
    assert [t.split()[0] for t in texts] == ["We", "There", "At"]
    assert "thousands of Ukrainian troops" in texts[2]


def test_seed_venues_are_the_platform_and_the_press_conference(seeds):
    venues = {c.venue for seed in EXPECTED for c in seeds[seed][1].claims}
    assert {"Truth Social", "press conference in Moscow", "statement"} <= venues


def test_seed_speakers_have_their_kinds_and_roles(seeds):
    speakers = {c.speaker.name: c.speaker for seed in EXPECTED for c in seeds[seed][1].claims}
    assert speakers["Russian officials"].kind is SpeakerKind.GROUP
    assert speakers["sources"].kind is SpeakerKind.UNNAMED
    assert speakers["White House"].kind is SpeakerKind.ORGANISATION
    assert speakers[USHAKOV].role.endswith("foreign policy aide")
    assert speakers[TRUMP].role == "US President"


def test_seed_question_and_blessing_ask_for_no_check(seeds):
    worth = {c.spans[0][0]: c.check_worthiness for c in seeds["004"][1].claims}
    assert worth[724] < 0.5  # the blessing
    assert worth[1321] < 0.3  # the question
    assert worth[438] > 0.8  # the troops


# The same articles by meaning, from reading them: whose claim it is, by way of whom, and words it must hold.
MEANT: list[tuple[str, str | None, tuple[str, ...], str]] = [
    ("000", TRUMP, (), "direct appeal to Russian President Vladimir Putin"),
    ("000", TRUMP, (), "grave concern"),
    ("000", TRUMP, (), "could result in a"),
    ("000", COMMANDER, (), "were not encircled in Kursk"),
    ("000", TRUMP, (), "were encircled in Kursk"),
    ("000", COMMANDER, ("Reuters",), "stronger defensive positions"),
    ("000", PUTIN, (), "in principle open to a ceasefire"),
    ("000", PUTIN, (), "conditions must be met"),
    ("001", TRUMP, (), "urged Putin to protect"),
    ("001", TRUMP, (), "I [Donald Trump] have strongly requested"),
    ("001", TRUMP, ("ANI",), "strongly requested to President Putin that Ukrainian"),
    ("001", "Kremlin", (), "had traveled to Moscow"),
    ("001", "sources", (), "Witkoff engaged in discussions"),
    ("001", "Russian officials", (), "no scheduled phone calls"),
    ("001", USHAKOV, (), "the possibility of a direct call"),
    ("001", TRUMP, (), "The two leaders did, in fact, communicate"),
    ("002", "Kremlin", (), "was carrying President Putin's message"),
    ("002", "Kremlin", (), "Putin asked Witkoff to convey information"),
    ("002", "Kremlin", (), "A decision on a phone call"),
    ("002", None, (), "Witkoff held talks with Russian officials"),
    ("002", ZELENSKY, (), "deliberately setting conditions"),
    ("002", ZELENSKY, (), "his desire for peace"),
    ("002", USHAKOV, (), "There were no plans for a phone conversation"),
    ("002", PUTIN, (), "questions over monitoring and verification"),
    ("003", TRUMP, (), "U.S. negotiators"),
    ("003", "Newsweek", (), "risk being encircled"),
    ("003", "Wall Street Journal", (), "over a million casualties"),
    ("003", "Wall Street Journal", (), "80,000 Ukrainian troops"),
    ("003", None, (), "200,000 fatalities"),
    ("003", PUTIN, ("Axios",), "questions about their fate"),
    ("003", PUTIN, (), "Should we release them"),
    ("003", SYRSKYI, ("Axios",), "the challenges his forces face"),
    ("003", SYRSKYI, ("Axios",), "claims of encirclement"),
    ("003", SYRSKYI, ("Axios",), "remains capable of continuing the fight"),
    ("004", PUTIN, (), "support for a ceasefire"),
    ("004", PUTIN, (), "must address the root causes"),
    ("004", PUTIN, (), "ogistical and strategic concerns"),
    ("004", PUTIN, (), "How will supervision"),
    ("004", TRUMP, (), "severe consequences"),
    ("004", TRUMP, (), "getting close to maybe getting something done"),
    ("004", "White House", (), "would travel to Russia"),
    ("004", "Kyiv", (), "the proposed 30-day ceasefire"),
    ("004", PUTIN, (), "The idea itself is correct"),
]


@pytest.mark.parametrize(("seed", "speaker", "via", "words"), MEANT)
def test_seed_claim_says_what_was_meant(seeds, seed, speaker, via, words):
    claims = [c for c in seeds[seed][1].claims if words in c.text]
    assert (speaker, via) in {(c.speaker.name, c.via) for c in claims}


def test_seed_captions_questions_of_the_reporter_and_handles_speak_nowhere(seeds):
    texts = [c.text for seed in EXPECTED for c in seeds[seed][1].claims]
    unsaid = (
        "joint news conference",
        "pic.twitter",
        "@ANI",
        "Related Articles",
        "date 2025",
        "remains to be",
    )
    assert [text for text in texts for words in unsaid if words in text] == []
