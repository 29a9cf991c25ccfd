"""From how many origins the reports of one claim come, and what says so."""

from itertools import permutations

import pytest

from claims.matching.origins import Print, Report, credited_to, is_medium, origins, shared_passages

LEAD = (
    "The harbour board met behind closed doors on Monday to settle who pays for the broken crane this winter."
)
QUOTE = (
    "“The crane will stand again before the first frost comes to the quay and nobody will pay twice for it.”"
)


def report(article: int, outlet: str, text: str, at: str = "Holm said", **given: object) -> Report:
    start = text.index(at)
    return Report(Print(article, outlet, text), (start, start + len(at)), **given)  # type: ignore[arg-type]


def count(*reports: Report) -> int:
    return len({origin.name for origin in origins(reports)})


def test_reports_without_a_sign_are_origins_of_their_own() -> None:
    one = report(1, "Quay Gazette", f"Rain fell. {QUOTE} Holm said.")
    two = report(2, "Harbour Post", f"Snow fell. {QUOTE} Holm said.")
    assert count(one, two) == 2
    assert [origin.basis for origin in origins([one, two])] == ["", ""]


def test_shared_quotation_is_the_speakers_and_joins_nobody() -> None:
    one = report(1, "Quay Gazette", f"{QUOTE} Holm said.", at=QUOTE)
    two = report(2, "Harbour Post", f"{QUOTE} Holm said.", at=QUOTE)
    assert count(one, two) == 2


def test_long_shared_words_at_the_report_join() -> None:
    words = "The board pays for the broken crane, Ida Holm said late on Monday in a note to all of its staff."
    text = f"{{}} {words} {{}}"
    one = report(1, "Quay Gazette", text.format("Rain fell.", "Ships wait."), at="Ida Holm said")
    two = report(2, "Harbour Post", text.format("Snow lay.", "Fish is dear."), at="Ida Holm said")
    first, second = origins([one, two])
    assert first.name == second.name
    assert first.basis == "prints the same 21 words as Harbour Post"
    assert second.basis == "prints the same 21 words as Quay Gazette"


def test_long_shared_words_elsewhere_do_not_join() -> None:
    one = report(1, "Quay Gazette", f"{LEAD}\nThe crane is safe, Holm said.")
    two = report(2, "Harbour Post", f"{LEAD}\nIt holds, so Holm said.")
    assert count(one, two) == 2


def test_articles_that_are_mostly_the_same_join_all_that_they_report() -> None:
    body = "\n".join(f"{LEAD} Paragraph {number} of the long report goes on." for number in range(4))
    one = report(1, "Quay Gazette", f"{body}\nThe crane is safe, Holm said.")
    two = report(2, "Harbour Post", f"{body}\nIt holds, so Holm said.")
    first, second = origins([one, two])
    assert first.name == second.name
    assert "word for word those of Harbour Post" in first.basis


@pytest.mark.parametrize(
    "text",
    [
        "VELMOUTH (Reuters) - The crane fell.",
        "VELMOUTH, Feb 3 (Reuters) – The crane fell.",
        "By Ida Berg, Reuters\nThe crane fell.",
        "The crane fell.\n(Reuters)",
        "The crane fell.\nSource: Reuters",
        "The crane fell.\n© 2031 Reuters.",
    ],
)
def test_credit_is_read_off_datelines_and_bylines(text: str) -> None:
    assert credited_to(Print(1, "Quay Gazette", text)) == "Reuters"


@pytest.mark.parametrize(
    "text",
    [
        "The crane fell, Reuters reported on Monday.",
        "Reuters and the Gazette were told of the crane.",
        "The crane fell. Reuters contributed to this report.",
        "Ani Holm (ani) was there.",
        "A photo (Reuters photo by Ida Berg) shows it.",
    ],
)
def test_mention_of_an_agency_is_no_credit(text: str) -> None:
    assert credited_to(Print(1, "Quay Gazette", text)) == ""


def test_credits_to_one_agency_join_and_name_it() -> None:
    one = report(1, "Quay Gazette", "VELMOUTH (AP) — It holds, Holm said.")
    two = Report(Print(2, "Harbour Post", "It holds, Holm said.", byline="The Associated Press"), (0, 5))
    assert {origin.name for origin in origins([one, two])} == {"associated press"}
    assert origins([one, two])[0].basis == "credited to The Associated Press"


def test_contribution_lowers_what_must_be_shared_but_joins_nobody_alone() -> None:
    tail = "\nReuters contributed to this report."
    words = "the broken crane will be paid by the board, Holm said"
    one = report(1, "Quay Gazette", f"Here {words}.{tail}")
    two = report(2, "Harbour Post", f"Today {words}.{tail}")
    assert count(one, two) == 1
    other = report(2, "Harbour Post", f"It holds, Holm said.{tail}")
    assert count(one, other) == 2


def test_relays_lead_to_the_medium_and_to_its_own_article() -> None:
    via = {"via": ("Axios",)}
    one = report(1, "Quay Gazette", "It holds, Holm said.", **via)
    two = report(2, "Harbour Post", "It may hold, Holm said.", via=("Morrow Daily", "Axios"))
    own = report(3, "Axios", "“It holds,” Holm said to us.")
    found = origins([one, two, own])
    assert {origin.name for origin in found} == {"axios"}
    assert found[1].basis == "relayed from Axios through Morrow Daily, 2 hops"


def test_person_who_passes_it_on_is_no_origin() -> None:
    one = report(1, "Quay Gazette", "It holds, Holm said.", via=("Ida Berg",))
    two = report(2, "Harbour Post", "It holds, Holm said.", via=("Ida Berg",))
    assert count(one, two) == 2
    assert not is_medium("Press Secretary Ida Berg")
    assert is_medium("the Velmouth Courier")


def test_editor_joins_and_parts() -> None:
    one = report(1, "Quay Gazette", "VELMOUTH (AP) — It holds, Holm said.", alone=True)
    two = report(2, "Harbour Post", "VELMOUTH (AP) — It holds, Holm said.")
    three = report(3, "Morrow Daily", "It holds, Holm said.", same_as=2)
    first, second, third = origins([one, two, three])
    assert first.name != second.name == third.name
    assert first.basis == "its own, said an editor"
    assert third.basis == "same as Harbour Post, said an editor"


def test_families_do_not_depend_on_the_order() -> None:
    reports = [
        report(1, "Quay Gazette", "VELMOUTH (AP) — It holds, Holm said."),
        report(2, "Harbour Post", "It holds, Holm said.", via=("Axios",)),
        report(3, "Morrow Daily", "The Associated Press\nIt holds, Holm said."),
        report(4, "Axios", "It holds, Holm said."),
        report(5, "Quay Gazette", "It holds, Holm said."),
    ]
    found = {
        frozenset(zip((one.printed.article for one in order), (o.name for o in origins(order)), strict=True))
        for order in permutations(reports)
    }
    assert len(found) == 1
    assert len({name for _, name in found.pop()}) == 3


def test_shared_passages_finds_the_longest_runs_once() -> None:
    text = f"Rain. {LEAD} Sun. {LEAD}"
    found = shared_passages(Print(1, "A", LEAD), Print(2, "B", text))
    assert [(passage.words, passage.own) for passage in found] == [(19, 19), (19, 19)]


def test_many_articles_of_one_text_are_held_against_each_other_by_index() -> None:
    body = " ".join(f"word{number}" for number in range(400))
    reports = [report(n, f"Outlet {n}", f"{body} Holm said {n}.") for n in range(100)]
    assert count(*reports) == 41  # what comes after MOST articles counts as its own
