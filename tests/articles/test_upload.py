import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.enums import ReadingState, UploadState
from articles.models import Article, Outlet, Story, Upload
from tests.factories import make_appearance, make_claim, make_report, make_story, make_user

pytestmark = pytest.mark.django_db

QUOTE = "“The ferry to Lund stays in port,” Oda Brandt said on Monday."
HTMX = {"HX-Request": "true"}
PAGE = "/upload/"


@pytest.fixture
def admin(client):
    person = make_user("ada", "Admin")
    client.force_login(person)
    return person


def file(name: str = "ferry.txt", content: str | bytes = QUOTE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def drop(client, *files: SimpleUploadedFile, **fields: str):
    return client.post(PAGE, {"files": list(files), **fields})


def answer(client, upload: Upload, act: str, *, headers=HTMX, **fields: str):
    return client.post(
        reverse("articles:upload_row", args=[upload.pk]), {"act": act, **fields}, headers=headers
    )


def states() -> dict[str, tuple[str, str]]:
    return {
        upload.filename: (upload.state, upload.problem.partition("\n")[0]) for upload in Upload.objects.all()
    }


def test_each_bad_file_has_a_row_that_says_what_to_do_and_no_other_suffers(client, admin, settings):
    settings.ARTICLE_MAX_BYTES = 1000
    response = drop(
        client,
        file("empty.txt", ""),
        file("picture.txt", b"\x89PNG\r\n\x1a\n\x00"),
        file("large.txt", "x" * 1001),
        file("latin.txt", "“Die Fähre bleibt”, sagte Oda Brandt.".encode("cp1252")),
        file("unclosed.txt", "“The ferry stays in port, said Oda Brandt."),
        file("undated.txt", QUOTE),
    )
    assert response.status_code == 302
    assert states() == {
        "empty.txt": (UploadState.REFUSED, "The file is empty"),
        "picture.txt": (UploadState.REFUSED, "Not text: looks like a PNG image"),
        "large.txt": (UploadState.REFUSED, "Too large: 0.1 MB, and the limit is 0.1 MB"),
        "latin.txt": (UploadState.ACCEPTED, ""),
        "unclosed.txt": (UploadState.ACCEPTED, ""),
        "undated.txt": (UploadState.ACCEPTED, ""),
    }
    assert Upload.objects.get(filename="latin.txt").notes == "Read as Windows-1252"
    assert ProcrastinateJob.objects.count() == 3
    page = client.get(PAGE).text
    for shown in (
        "Check that it was saved, then add it again or paste the text.",
        "Newsdesk can’t read pictures of text. Save the article as .txt, or paste its text.",
        "Split it, or paste the article’s text. An administrator can raise ARTICLE_MAX_MB.",
        "Read as Windows-1252: check its accents and quotation marks.",
        "No date found",
    ):
        assert shown in page


def test_file_over_the_limit_of_a_request_body_still_gets_its_row(client, admin, settings):
    settings.ARTICLE_MAX_BYTES = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    assert drop(client, file("large.txt", "x" * 5000)).status_code == 302
    upload = Upload.objects.get()
    assert (upload.state, upload.size, bytes(upload.content)) == (UploadState.REFUSED, 5000, b"")


def test_pasted_text_is_an_article_with_the_line_ends_that_were_typed(client, admin):
    client.post(PAGE, {"text": f"Ferry stays in port\r\n\r\n{QUOTE}"})
    article = Article.objects.get()
    assert (article.text, article.headline) == (f"Ferry stays in port\n\n{QUOTE}", "Ferry stays in port")
    assert Upload.objects.get().filename == "Pasted text"


def test_options_for_the_next_files_are_used_and_stay_in_the_address(client, admin):
    response = drop(client, file(), outlet="Quay Gazette", story="Ferry", published_on="2031-05-02")
    article = Article.objects.get()
    assert (article.outlet.name, article.story.title) == ("Quay Gazette", "Ferry")
    assert article.published_on == datetime.date(2031, 5, 2)
    assert response.url == "/upload/?story=Ferry&outlet=Quay+Gazette&published_on=2031-05-02"
    assert 'value="Quay Gazette"' in client.get(response.url).text


def test_wrong_date_for_the_next_files_takes_nothing_in_and_keeps_the_text(client, admin):
    response = client.post(PAGE, {"text": QUOTE, "published_on": "soon"})
    assert response.status_code == 422
    assert QUOTE in response.text
    assert not Upload.objects.exists()


def test_file_posted_by_script_comes_back_as_its_row(client, admin):
    response = client.post(PAGE, {"files": [file()]}, headers=HTMX)
    upload = Upload.objects.get()
    assert response.status_code == 200
    assert f'id="upload-{upload.pk}"' in response.text
    assert 'hx-swap-oob="afterend:#needs-head"' in response.text
    assert "<html" not in response.text


def test_json_lines_make_a_row_a_record(client, admin):
    lines = b'{"text": "One.", "outlet": "Quay Gazette"}\n{"headline": "none"}\n{"text": "Two."}'
    drop(client, file("ferry.jsonl", lines))
    assert [upload.filename for upload in Upload.objects.order_by("pk")] == [
        "ferry.jsonl",
        "ferry.jsonl, line 2",
        "ferry.jsonl",
    ]
    assert Article.objects.count() == 2


def test_outlet_then_date_are_asked_and_saved_in_the_row(client, admin):
    drop(client, file())
    upload = Upload.objects.get()
    response = answer(client, upload, "outlet", outlet="Quay Gazette", seen="//")
    assert 'name="published_on" type="date"' in response.text
    outlet = Outlet.objects.get()
    answer(client, upload, "date", published_on="2031-05-02", seen=f"{outlet.pk}//")
    article = Article.objects.get()
    assert (article.outlet, article.published_on) == (outlet, datetime.date(2031, 5, 2))


def test_answer_without_an_outlet_says_so_in_the_row(client, admin):
    drop(client, file())
    upload = Upload.objects.get()
    response = answer(client, upload, "outlet", outlet=" ", seen="//")
    assert response.status_code == 422
    assert f'id="upload-{upload.pk}" hx-swap-oob="true"' in response.text
    assert "Choose an outlet, or type the name of a new one." in response.text
    response = answer(client, upload, "date", published_on="soon", headers={})
    assert response.status_code == 422
    assert "Write the date as year-month-day" in response.text


def test_stale_answer_changes_nothing_and_shows_the_row_as_it_is(client, admin):
    drop(client, file())
    upload = Upload.objects.get()
    answer(client, upload, "outlet", outlet="Quay Gazette", seen="//")
    response = answer(client, upload, "outlet", outlet="Harbour Post", seen="//")
    assert response.status_code == 409
    assert "Someone else has just answered this." in response.text
    assert Article.objects.get().outlet.name == "Quay Gazette"


def test_copy_is_linked_and_can_be_stored_for_another_outlet(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    drop(client, file("again.txt"))
    copy = Upload.objects.get(filename="again.txt")
    assert copy.state == UploadState.COPY
    assert "Copy of" in client.get(PAGE).text
    assert answer(client, copy, "not-a-copy", outlet="Quay Gazette").status_code == 422
    assert answer(client, copy, "not-a-copy", outlet="Harbour Post").status_code == 200
    assert sorted(Article.objects.values_list("outlet__name", flat=True)) == ["Harbour Post", "Quay Gazette"]
    assert ProcrastinateJob.objects.count() == 2


def test_copy_stored_by_a_double_click_is_stored_once(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    drop(client, file("again.txt"))
    copy = Upload.objects.get(filename="again.txt")
    assert answer(client, copy, "not-a-copy", outlet="Harbour Post").status_code == 200
    again = answer(client, copy, "not-a-copy", outlet="Eastwire")
    assert again.status_code == 409
    assert "This file is stored as an article already." in again.text
    assert Article.objects.count() == 2
    assert not Outlet.objects.filter(name="Eastwire").exists()


def test_copy_over_a_limit_that_was_lowered_says_so(client, admin, settings):
    drop(client, file(), outlet="Quay Gazette")
    drop(client, file("again.txt"))
    settings.ARTICLE_MAX_BYTES = 10
    refused = answer(client, Upload.objects.get(filename="again.txt"), "not-a-copy", outlet="Harbour Post")
    assert refused.status_code == 422
    assert "Too large" in refused.text


def test_removed_row_leaves_the_page_and_nothing_is_lost(client, admin):
    drop(client, file("empty.txt", ""), file())
    for upload in Upload.objects.all():
        assert answer(client, upload, "remove").status_code == 200
    assert "No files yet" in client.get(PAGE).text
    assert (Upload.objects.count(), Article.objects.count()) == (2, 1)


def test_clear_finished_takes_only_finished_rows_off_the_page(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    drop(client, file("undated.txt", f"{QUOTE} Again."))
    Article.objects.update(reading_state=ReadingState.DONE)
    assert client.post(reverse("articles:clear")).status_code == 302
    assert list(Upload.objects.filter(cleared=False).values_list("filename", flat=True)) == ["undated.txt"]


def test_failed_reading_shows_its_reason_and_can_be_tried_again(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    Article.objects.update(reading_state=ReadingState.FAILED, reading_error="The model is missing.")
    assert "looking for claims failed: The model is missing." in client.get(PAGE).text
    answer(client, Upload.objects.get(), "retry")
    article = Article.objects.get()
    assert (article.reading_state, article.reading_error) == (ReadingState.WAITING, "")
    assert ProcrastinateJob.objects.count() == 2


def progress(client, *uploads: Upload):
    return client.get(
        reverse("articles:progress"), {"reading": [upload.pk for upload in uploads]}, headers=HTMX
    )


def test_progress_changes_only_the_state_where_someone_may_be_typing(client, admin):
    drop(client, file())
    Article.objects.update(reading_state=ReadingState.READING, reading_progress=70)
    upload = Upload.objects.get()
    response = progress(client, upload).text
    assert f'id="state-{upload.pk}" hx-swap-oob="innerHTML"' in response
    assert "70 %" in response
    assert "answer-" not in response
    Article.objects.update(reading_state=ReadingState.DONE)
    response = progress(client, upload).text
    assert "No claims found." in response
    assert 'name="reading"' not in response
    assert "answer-" not in response


def test_progress_moves_a_finished_file_that_needs_nobody(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    Article.objects.update(reading_state=ReadingState.DONE)
    make_appearance(make_claim("The ferry to Lund stays in port"), Article.objects.get())
    response = progress(client, Upload.objects.get()).text
    assert 'hx-swap-oob="delete"' in response
    assert 'hx-swap-oob="afterend:#done-head"' in response
    article = Article.objects.get()
    assert f'href="/?article={article.pk}">Review 1 claim</a>' in response
    # The number in the bar is of now.
    assert '<span hx-swap-oob="innerHTML:#queue-count">1</span>' in response


def test_rows_are_those_of_the_person_alone(client, admin):
    drop(client, file())
    client.force_login(make_user("bo", "Admin"))
    assert "No files yet" in client.get(PAGE).text
    assert answer(client, Upload.objects.get(), "remove").status_code == 404
    assert "state-" not in progress(client, Upload.objects.get()).text


@pytest.mark.parametrize("files", [1, 3])
def test_page_takes_the_same_number_of_queries_for_any_number_of_files(
    client, admin, files, django_assert_num_queries
):
    for number in range(files):
        drop(client, file(content=f"{QUOTE} {number}"), outlet=f"Outlet {number}", story=f"Story {number}")
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_original_is_sent_as_it_came(client, admin):
    content = "“Die Fähre”, sagte Oda Brandt.".encode("cp1252")
    drop(client, file("ferry “1”.txt", content))
    response = client.get(reverse("articles:original", args=[Upload.objects.get().pk]))
    assert response.content == content
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_original_of_a_refused_file_is_for_who_brought_it_in(client, admin):
    drop(client, file("empty.txt", ""), file())
    refused, accepted = (Upload.objects.get(filename=name) for name in ("empty.txt", "ferry.txt"))
    client.force_login(make_user("vi", "Viewer"))
    assert client.get(reverse("articles:original", args=[refused.pk])).status_code == 404
    assert client.get(reverse("articles:original", args=[accepted.pk])).status_code == 200


@pytest.mark.parametrize("group", ["Viewer", "Editor"])
def test_upload_is_for_those_with_the_right(client, group):
    client.force_login(make_user("vi", group))
    assert client.get(PAGE).status_code == 403
    assert drop(client, file()).status_code == 403
    assert client.get(reverse("articles:progress")).status_code == 403
    assert client.post(reverse("articles:clear")).status_code == 403
    assert client.post(reverse("articles:upload_row", args=[1])).status_code == 403
    assert not Upload.objects.exists()


def test_upload_asks_strangers_to_sign_in(client):
    assert client.get(PAGE).url == "/accounts/login/?next=/upload/"


def test_reading_never_writes(client, admin):
    assert client.get(reverse("articles:clear")).status_code == 405
    assert client.get(reverse("articles:upload_row", args=[1])).status_code == 405


def test_long_file_name_keeps_its_end(client, admin):
    drop(client, file("x" * 300 + ".jsonl", '{"headline": "none"}'))
    assert Upload.objects.get().filename.endswith("x.jsonl, line 1")
    assert len(Upload.objects.get().filename) == 255


def test_pasted_text_that_can_not_be_stored_is_refused_with_the_reason(client, admin):
    response = client.post(PAGE, {"text": "The ferry\x00is late."})
    assert response.status_code == 422
    assert "Null characters are not allowed." in response.text


def suggest(*names: str) -> list[Upload]:
    """Files that were read, for which Newsdesk suggests the story of the bridge."""
    story = make_story()
    Article.objects.filter(filename__in=names).update(story=story, reading_state=ReadingState.DONE)
    return [Upload.objects.get(filename=name) for name in names]


def test_suggested_story_is_asked_last_and_answered_in_the_row(client, admin):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    (upload,) = suggest("ferry.txt")
    claim = make_claim("The ferry to Lund stays in port")
    make_appearance(claim, upload.article)
    make_report(claim, "Harbour Post", story=Story.objects.get())
    page = client.get(PAGE).text
    assert "Which story?" in page
    assert "1 of its claims is reported there." in page
    assert "Yes, for all" not in page
    story = Story.objects.get()
    response = answer(client, upload, "story", asked=story.pk).text
    assert 'hx-swap-oob="afterend:#done-head"' in response
    assert Article.objects.get(pk=upload.article_id).story_decided
    again = answer(client, upload, "story", asked=story.pk)
    assert again.status_code == 409
    assert "Someone else has just answered this." in again.text


def test_yes_for_all_answers_for_every_file_of_that_story_and_no_other(client, admin):
    drop(
        client,
        *(file(f"{n}.txt", f"{QUOTE} {n}") for n in range(4)),
        outlet="Quay Gazette",
        published_on="2031-05-02",
    )
    first, _ = suggest("0.txt", "1.txt")
    (elsewhere,) = suggest("2.txt")
    assert client.get(PAGE).text.count("Yes, for all") == 2
    response = answer(client, first, "stories", asked=first.article.story_id).text
    assert response.count('hx-swap-oob="delete"') == 2
    assert set(Article.objects.filter(story_decided=True).values_list("filename", flat=True)) == {
        "0.txt",
        "1.txt",
    }
    assert answer(client, elsewhere, "stories", asked=first.article.story_id).status_code == 409


@pytest.mark.parametrize(("act", "title"), [("other-story", "The ferry strike"), ("no-story", None)])
def test_other_story_or_none_is_a_decision(client, admin, act, title):
    drop(client, file(), outlet="Quay Gazette", published_on="2031-05-02")
    (upload,) = suggest("ferry.txt")
    row = re.search(r'name="seen" value="(.*?)"', client.get(PAGE).text)[1]
    empty = answer(client, upload, "other-story", seen=row)
    assert empty.status_code == 422
    assert "Choose a story, or type the name of a new one." in empty.text
    answer(client, upload, act, seen=row, story="The ferry strike")
    article = Article.objects.get()
    assert (article.story and article.story.title, article.story_decided) == (title, True)
    stale = answer(client, upload, act, seen=row, story="The ferry strike")
    assert stale.status_code == (409 if title else 200)
