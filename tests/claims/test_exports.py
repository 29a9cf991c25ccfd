"""Sheets: their columns, their rows, their bytes, and what they cost."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from claims import exports
from claims.domain import record_review, undo_review
from claims.enums import DisputedFor, LinkKind, LinkState, QuoteKind, SpeakerKind, Status
from claims.exports import Rows, Selection, csv_sheet, jsonl_sheet, make_harmless, undo_harmless
from claims.models import ClaimLink, SpeakerAlias
from tests.factories import (
    make_appearance,
    make_article,
    make_claim,
    make_outlet,
    make_report,
    make_reported_claim,
    make_speaker,
    make_story,
    make_user,
)

BASE = "https://desk.example"
CLAIM_HEAD = (
    "claim_id,status,disputed_for,speaker,speaker_role,claim,kind,story,outlets,outlet_count,origin_count,"
    "first_outlet,first_published_on,first_url,contested_by,note,evidence_url,reviewed_by,reviewed_at,permalink"
)
APPEARANCE_HEAD = CLAIM_HEAD + ",outlet,headline,url,published_on,quote,cue,via,variant,char_start,char_end"


def read(pieces, **options):
    return list(csv.DictReader(io.StringIO("".join(pieces), newline=""), **options))


def mark(claim, status, reviewer, **fields):
    seen = claim.reviews.last()
    return record_review(claim.pk, reviewer=reviewer, status=status, seen_review=seen and seen.pk, **fields)


@pytest.fixture
def editor(db):
    return make_user("maya", first_name="Maya", last_name="Brandt")


@pytest.fixture
def disputed(editor):
    """A claim in two outlets of one story, disputed, and contested by another claim."""
    story = make_story("The Orsund ferry")
    speaker = make_speaker("Ida Holm", role="harbour master")
    claim = make_claim("The ferry was never overloaded", speaker)
    late = {"published_on": date(2026, 3, 15), "headline": "Ferry", "url": "https://post.example/ferry"}
    early = {"published_on": date(2026, 3, 14), "headline": "Holm", "url": "https://gazette.example/holm"}
    make_report(claim, "Harbour Post", story=story, article=late, via=["Norrtel", "Ida Berg"])
    make_report(claim, "Quay Gazette", story=story, article=early, kind=QuoteKind.MIXED)
    other = make_reported_claim("The ferry carried too many", "Per Lund", ["Quay Gazette"])
    ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS, state=LinkState.CONFIRMED)
    mark(
        claim,
        Status.DISPUTED,
        editor,
        disputed_for=DisputedFor.CONTENT,
        note="The log says 412.",
        evidence_urls=["https://log.example/412"],
    )
    return claim


def test_columns_of_claims_are_those_of_the_contract(db):
    assert "".join(csv_sheet(Selection(), base_url=BASE)) == CLAIM_HEAD + "\r\n"


def test_columns_of_appearances_are_those_of_the_contract(db):
    assert "".join(csv_sheet(Selection(), rows=Rows.APPEARANCES, base_url=BASE)) == APPEARANCE_HEAD + "\r\n"


def test_claim_row_tells_all_of_it(disputed):
    (row,) = read(csv_sheet(Selection(), base_url=BASE + "/"))
    review = disputed.reviews.get()
    assert row == {
        "claim_id": str(disputed.pk),
        "status": "disputed",
        "disputed_for": "content",
        "speaker": "Ida Holm",
        "speaker_role": "harbour master",
        "claim": "The ferry was never overloaded",
        "kind": "direct; mixed",
        "story": "The Orsund ferry",
        "outlets": "Quay Gazette; Harbour Post",
        "outlet_count": "2",
        "origin_count": "",
        "first_outlet": "Quay Gazette",
        "first_published_on": "2026-03-14",
        "first_url": "https://gazette.example/holm",
        "contested_by": str(ClaimLink.objects.get().second_id),
        "note": "The log says 412.",
        "evidence_url": "https://log.example/412",
        "reviewed_by": "Maya Brandt",
        "reviewed_at": review.created_at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "permalink": f"https://desk.example/claims/{disputed.pk}/",
    }


def test_appearance_rows_add_where_it_is_printed(disputed):
    first, second = read(csv_sheet(Selection(), rows=Rows.APPEARANCES, base_url=BASE))
    added = APPEARANCE_HEAD.removeprefix(CLAIM_HEAD + ",").split(",")
    appearance = disputed.appearances.first()
    assert [first[name] for name in added] == [
        "Harbour Post",
        "Ferry",
        "https://post.example/ferry",
        "2026-03-15",
        "The ferry was never overloaded",
        "said",
        "Norrtel; Ida Berg",
        "verbatim",
        str(appearance.start),
        str(appearance.end),
    ]
    assert second["outlet"] == "Quay Gazette"
    assert [row["claim_id"] for row in (first, second)] == [str(disputed.pk)] * 2


def test_default_rows_are_every_reviewed_claim(editor):
    marked = [make_reported_claim(f"The pier holds {n} cars") for n in range(3)]
    make_reported_claim("Nobody looked at this one")
    undone = make_reported_claim("This mark was a slip")
    mark(marked[0], Status.CONFIRMED, editor)
    mark(marked[1], Status.ATTRIBUTED, editor)
    mark(marked[2], Status.DISPUTED, editor, disputed_for=DisputedFor.WORDS)
    undo_review(mark(undone, Status.CONFIRMED, editor).pk, reviewer=editor)
    rows = read(csv_sheet(Selection(), base_url=BASE))
    assert [int(row["claim_id"]) for row in rows] == [claim.pk for claim in marked]


def test_reviewed_claim_stays_when_no_article_reports_it_any_more(editor):
    claim = make_reported_claim()
    mark(claim, Status.CONFIRMED, editor)
    claim.appearances.all().delete()
    (row,) = read(csv_sheet(Selection(), base_url=BASE))
    assert (row["claim_id"], row["outlets"], row["outlet_count"], row["first_outlet"]) == (
        str(claim.pk),
        "",
        "0",
        "",
    )


def test_note_and_evidence_are_the_latest_reviews(editor):
    claim = make_reported_claim()
    mark(claim, Status.CONFIRMED, editor, note="Old.", evidence_urls=["https://old.example"])
    mark(claim, Status.ATTRIBUTED, editor, note="New.")
    (row,) = read(csv_sheet(Selection(), base_url=BASE))
    assert (row["status"], row["note"], row["evidence_url"]) == ("attributed", "New.", "")


def test_first_outlet_stays_empty_where_no_date_says_so(editor):
    claim = make_reported_claim(outlets=["Quay Gazette", "Harbour Post"])
    mark(claim, Status.CONFIRMED, editor)
    (row,) = read(csv_sheet(Selection(), base_url=BASE))
    assert (row["first_outlet"], row["first_published_on"], row["outlet_count"]) == ("", "", "2")


def test_only_outlet_is_the_first_even_without_a_date(editor):
    claim = make_reported_claim(outlets=["Quay Gazette"])
    mark(claim, Status.CONFIRMED, editor)
    (row,) = read(csv_sheet(Selection(), base_url=BASE))
    assert (row["first_outlet"], row["first_published_on"]) == ("Quay Gazette", "")


def test_suggested_and_dismissed_links_contest_nothing(disputed):
    for state in (LinkState.SUGGESTED, LinkState.DISMISSED):
        ClaimLink.objects.update(state=state)
        (row,) = read(csv_sheet(Selection(), base_url=BASE))
        assert row["contested_by"] == ""
        assert not Selection(contested=True).claims().exists()


def test_contested_selection_holds_both_sides(disputed):
    everything = Selection(statuses=tuple(Status), contested=True)
    make_reported_claim("Nobody contests this")
    link = ClaimLink.objects.get()
    assert [claim.pk for claim in everything.claims()] == [link.first_id, link.second_id]


def test_claims_of_a_merged_speaker_are_found_and_named_by_the_one_that_stands(editor):
    standing = make_speaker("Ida Holm")
    SpeakerAlias.objects.create(speaker=standing, name="the harbour master")
    claim = make_reported_claim(speaker=make_speaker("I. Holm", merged_into=standing))
    mark(claim, Status.CONFIRMED, editor)
    for name in ("ida holm", "I. Holm", "The harbour master"):
        selection = Selection(speakers=exports.speakers_called(name))
        assert [row["speaker"] for row in read(csv_sheet(selection, base_url=BASE))] == ["Ida Holm"]


def test_csv_is_rfc_4180(editor):
    claim = make_claim('She said "no", twice,\nand left')
    make_appearance(claim, make_article(claim.text + "\n"), cue="")
    mark(claim, Status.CONFIRMED, editor, note="Zwölf – “ja”")
    sheet = "".join(csv_sheet(Selection(), only=["claim", "note", "disputed_for"], base_url=BASE))
    assert sheet == ('claim,note,disputed_for\r\n"She said ""no"", twice,\nand left",Zwölf – “ja”,\r\n')


def test_excel_gets_the_byte_order_mark_and_nothing_else_changes(disputed):
    plain = "".join(csv_sheet(Selection(), base_url=BASE))
    assert "".join(csv_sheet(Selection(), base_url=BASE, excel=True)) == "\ufeff" + plain


def test_formulas_are_harmless_in_every_cell(editor):
    speaker = make_speaker("@holm", role="=1+1", kind=SpeakerKind.PERSON)
    claim = make_claim("=HYPERLINK(1)", speaker)
    make_report(claim, make_outlet("+46"), story=make_story("-story"))
    mark(claim, Status.CONFIRMED, editor, note="\t=1")
    (row,) = read(csv_sheet(Selection(), base_url=BASE))
    names = ["speaker", "speaker_role", "claim", "outlets", "story", "note"]
    assert [row[name] for name in names] == ["'@holm", "'=1+1", "'=HYPERLINK(1)", "'+46", "'-story", "'\t=1"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'tis", "'tis"),
        ("5-1", "5-1"),
        ("", ""),
    ],
)
def test_make_harmless_touches_only_what_runs(value, cell):
    assert make_harmless(value) == cell


@example(" \r")
@given(st.text(st.sampled_from("'=+-@\t\r\n ＝ab")) | st.text())
def test_undo_harmless_is_the_exact_inverse(value):
    cell = make_harmless(value)
    assert undo_harmless(cell) == value
    assert cell.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝"} or cell.startswith("'")


def test_json_line_has_the_shape_of_the_contract(disputed):
    review = disputed.reviews.get()
    first = disputed.appearances.first()
    line = next(jsonl_sheet(Selection()))
    assert line.endswith("}\n")
    record = json.loads(line)
    assert record.pop("appearances")[0] == {
        "article_id": first.article_id,
        "external_id": "",
        "filename": "",
        "outlet": "Harbour Post",
        "story": "The Orsund ferry",
        "headline": "Ferry",
        "published_on": "2026-03-15",
        "spans": first.spans,
        "start": first.start,
        "end": first.end,
        "text": first.text,
        "kind": "direct",
        "cue": "said",
        "via": ["Norrtel", "Ida Berg"],
        "denies": False,
        "variant": "verbatim",
        "origin": "",
        "origin_basis": "",
        "said_from": None,
        "said_to": None,
        "said_basis": "",
    }
    assert record == {
        "claim_id": disputed.pk,
        "text": "The ferry was never overloaded",
        "speaker": "Ida Holm",
        "status": "disputed",
        "disputed_for": "content",
        "contested_by": [ClaimLink.objects.get().second_id],
        "suggested_contests": [],
        "origin_count": None,
        "as_fact": [],
        "reviews": [
            {
                "status": "disputed",
                "disputed_for": "content",
                "note": "The log says 412.",
                "evidence_url": "https://log.example/412",
                "evidence_urls": ["https://log.example/412"],
                "reviewed_by": "Maya Brandt",
                "reviewed_at": review.created_at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            }
        ],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_sheets_cost_the_same_queries_for_any_number_of_claims(editor, count):
    for number in range(count):
        claim = make_reported_claim(f"Quay {number} is dry", f"Speaker {number}", story=make_story())
        mark(claim, Status.CONFIRMED, editor)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(read(csv_sheet(Selection(), base_url=BASE))) == count
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        assert len(list(jsonl_sheet(Selection()))) == count
    assert len(queries) == 7


def test_sheet_reads_in_chunks_and_begins_before_it_ends(editor, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 2)
    for number in range(5):
        mark(make_reported_claim(f"Quay {number} is dry"), Status.CONFIRMED, editor)
    lines = jsonl_sheet(Selection())
    with CaptureQueriesContext(connection) as first:
        next(lines)
    with CaptureQueriesContext(connection) as rest:
        assert len(list(lines)) == 4
    assert (len(first), len(rest)) == (7, 12)


# The command


def run(*arguments):
    out = io.StringIO()
    call_command("export_claims", *arguments, stdout=out)
    return out.getvalue()


def test_command_writes_every_reviewed_claim_as_csv(disputed):
    (row,) = read([run()])
    assert row["permalink"] == f"http://localhost:8000/claims/{disputed.pk}/"


def test_command_takes_the_address_of_links_from_the_settings(disputed, settings):
    settings.NEWSDESK_URL = "https://desk.example"
    (row,) = read([run()])
    assert row["permalink"] == f"https://desk.example/claims/{disputed.pk}/"


def test_command_writes_every_claim_as_json_lines(disputed):
    records = [json.loads(line) for line in run("--format", "jsonl").splitlines()]
    assert [record["status"] for record in records] == ["disputed", "unreviewed"]


def test_command_filters_by_status_story_and_speaker(disputed):
    other = ClaimLink.objects.get().second_id

    def ids(*arguments):
        return [row["claim_id"] for row in read([run(*arguments)])]

    assert ids("--status", "unreviewed") == [str(other)]
    assert ids("--status", "unreviewed", "disputed") == [str(disputed.pk), str(other)]
    assert ids("--story", "the orsund ferry") == [str(disputed.pk)]
    assert ids("--speaker", "Per Lund") == []
    assert ids("--speaker", "Per Lund", "--status", "unreviewed") == [str(other)]


def test_command_writes_appearances(disputed):
    assert len(read([run("--rows", "appearances")])) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xlsx"], "xlsx is not built yet: use --format csv or --format jsonl."),
        (["--format", "claimreview"], "claimreview is not built yet: use --format csv or --format jsonl."),
        (["--story", "Nope"], "There is no story called 'Nope'. The Stories page lists them all."),
        (["--speaker", "X"], "There is no speaker called 'X': give a name or an alias in full."),
        (
            ["--format", "jsonl", "--excel"],
            "--rows and --excel are for CSV: a line of JSON Lines is a claim with all its appearances.",
        ),
    ],
)
def test_command_refuses_what_it_cannot_do(db, arguments, message):
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert str(refusal.value) == message


def test_command_writes_a_file_in_utf_8_with_its_mark(disputed, tmp_path):
    path = tmp_path / "sheet.csv"
    assert run("--excel", "-o", str(path)) == ""
    assert path.read_bytes().startswith(b"\xef\xbb\xbfclaim_id,")
    assert path.read_bytes().count(b"\r\n") == 2
    assert [file.name for file in tmp_path.iterdir()] == ["sheet.csv"]


def test_command_leaves_the_old_file_when_writing_fails(disputed, tmp_path, monkeypatch):
    path = tmp_path / "sheet.csv"
    path.write_text("the sheet of yesterday")

    def breaks(claim, base_url):
        raise OSError("disk full")

    monkeypatch.setattr(exports, "_claim_cells", breaks)
    with pytest.raises(OSError, match="disk full"):
        run("-o", str(path))
    assert path.read_text() == "the sheet of yesterday"
    assert [file.name for file in tmp_path.iterdir()] == ["sheet.csv"]


def test_command_names_a_file_that_cannot_be_written(db, tmp_path):
    path = tmp_path / "missing" / "sheet.csv"
    with pytest.raises(CommandError) as refusal:
        run("-o", str(path))
    assert str(refusal.value) == f"{path} cannot be written: No such file or directory."
