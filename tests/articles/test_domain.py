import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from articles.domain import (
    Ingested,
    SameTextInOutlet,
    StaleDetails,
    details_version,
    ingest_article,
    not_a_copy,
    outlet_named,
    refuse_upload,
    rename_story,
    set_article_details,
    story_titled,
    suggest_siglum,
)
from articles.enums import Detail, ReadingState, UploadState
from articles.models import Article, DetailsChange, Outlet, Story, Upload
from articles.readers import UnreadableFile, read
from tests.factories import make_article, make_story, make_user

TEXT = "date 2031-05-02 Ferry stays in port\n\n“It is late,” said Oda Brandt."
DAY = datetime.date(2031, 5, 2)


def ingest(text: str = TEXT, filename: str = "ferry.txt", **options) -> Ingested:
    data = text.encode()
    return ingest_article(
        read(data, filename=filename, max_bytes=10_000), filename=filename, content=data, **options
    )


@pytest.mark.django_db
def test_article_is_stored_with_what_the_reader_found_and_the_file_it_came_in():
    ingested = ingest(outlet="Quay Gazette", story="Ferry")
    article = Article.objects.get()
    assert ingested.created
    assert (article.text, article.headline, article.published_on) == (TEXT, "Ferry stays in port", DAY)
    assert (article.outlet.name, article.outlet.siglum, article.story.title) == (
        "Quay Gazette",
        "QG",
        "Ferry",
    )
    assert article.text[slice(*article.headline_span)] == article.headline
    assert article.text[article.body_start :] == "“It is late,” said Oda Brandt."
    assert article.word_count == 6
    assert article.reading_state == ReadingState.WAITING
    upload = Upload.objects.get()
    assert bytes(upload.content) == TEXT.encode()
    assert (upload.state, upload.article, upload.filename) == (UploadState.ACCEPTED, article, "ferry.txt")


@pytest.mark.django_db
def test_what_the_file_says_wins_over_what_is_given_for_all():
    assert ingest(published_on=datetime.date(2030, 1, 1)).article.published_on == DAY
    assert ingest("Without a date.", published_on=datetime.date(2030, 1, 1)).article.published_on == (
        datetime.date(2030, 1, 1)
    )


@pytest.mark.django_db
def test_notes_of_the_reader_are_kept_with_the_file():
    data = "Die Fähre ist spät.".encode("cp1252")
    ingest_article(read(data, filename="a.txt", max_bytes=100), filename="a.txt", content=data)
    assert Upload.objects.get().notes == "Read as Windows-1252"


@pytest.mark.django_db
def test_exact_copy_is_linked_to_the_first_and_not_stored_twice():
    first = ingest(outlet="Quay Gazette")
    copy = ingest(filename="again.txt", outlet="Harbour Post")
    assert not copy.created
    assert copy.article == first.article
    assert Article.objects.count() == 1
    assert (copy.upload.state, copy.upload.filename) == (UploadState.COPY, "again.txt")
    assert copy.article.outlet.name == "Quay Gazette"


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_one_text_at_the_same_time_make_one_article():
    at_once = 4
    start = Barrier(at_once)

    def upload(number: int) -> bool:
        try:
            start.wait()
            return ingest(filename=f"{number}.txt", outlet=f"Outlet {number}").created
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as threads:
        created = list(threads.map(upload, range(at_once)))
    close_old_connections()
    assert sorted(created) == [False, False, False, True]
    assert Article.objects.count() == 1
    assert Upload.objects.filter(state=UploadState.COPY).count() == 3


@pytest.mark.django_db
def test_copy_becomes_an_article_of_the_other_outlet_that_carried_it():
    first = ingest(outlet="Quay Gazette", story="Ferry").article
    copy = ingest(filename="again.txt").upload
    article = not_a_copy(copy.pk, outlet=outlet_named("Harbour Post"), max_bytes=10_000)
    copy.refresh_from_db()
    assert article != first
    assert (article.text, article.outlet.name, article.story) == (TEXT, "Harbour Post", first.story)
    assert (copy.state, copy.article) == (UploadState.ACCEPTED, article)


@pytest.mark.django_db
def test_copy_of_the_same_outlet_stays_a_copy():
    ingest(outlet="Quay Gazette")
    copy = ingest().upload
    with pytest.raises(SameTextInOutlet):
        not_a_copy(copy.pk, outlet=outlet_named("Quay Gazette"), max_bytes=10_000)
    copy.refresh_from_db()
    assert copy.state == UploadState.COPY
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_refused_file_is_kept_with_what_to_do():
    upload = refuse_upload(
        UnreadableFile("The file is empty", "Add it again."), filename="a.txt", content=b""
    )
    upload.refresh_from_db()
    assert (upload.state, upload.article) == (UploadState.REFUSED, None)
    assert upload.problem == "The file is empty\nAdd it again."


@pytest.mark.django_db
def test_details_change_only_where_they_are_given():
    article = ingest(story="Ferry").article
    outlet = outlet_named("Quay Gazette")
    set_article_details(article.pk, outlet=outlet)
    article.refresh_from_db()
    assert (article.outlet, article.published_on, article.story.title) == (outlet, DAY, "Ferry")
    set_article_details(article.pk, published_on=None, story=None)
    article.refresh_from_db()
    assert (article.outlet, article.published_on, article.story) == (outlet, None, None)


@pytest.mark.django_db
def test_stale_details_change_nothing():
    article = ingest().article
    seen = details_version(article)
    set_article_details(article.pk, outlet=outlet_named("Quay Gazette"), seen=seen)
    with pytest.raises(StaleDetails) as stale:
        set_article_details(article.pk, outlet=outlet_named("Harbour Post"), seen=seen)
    assert stale.value.article.outlet.name == "Quay Gazette"
    article.refresh_from_db()
    assert article.outlet.name == "Quay Gazette"


@pytest.mark.django_db
def test_outlet_that_has_the_text_already_is_refused():
    ingest(outlet="Quay Gazette")
    other = not_a_copy(ingest().upload.pk, outlet=outlet_named("Harbour Post"), max_bytes=10_000)
    with pytest.raises(SameTextInOutlet):
        set_article_details(other.pk, outlet=outlet_named("Quay Gazette"))


@pytest.mark.django_db
def test_outlets_and_stories_are_found_by_name_in_any_letter_case():
    assert outlet_named(" quay  Gazette ") == outlet_named("Quay gazette")
    assert story_titled("The  ferry") == story_titled("the Ferry ")
    assert (Outlet.objects.count(), Story.objects.count()) == (1, 1)
    assert (outlet_named(" "), story_titled("")) == (None, None)


@pytest.mark.django_db
def test_outlets_are_found_in_the_letter_case_that_makes_them_unique():
    assert outlet_named("Izmir Post") == outlet_named("İzmir Post") == outlet_named("izmir post")
    assert outlet_named("Kelda") == outlet_named("\u212aelda")


@pytest.mark.django_db(transaction=True)
def test_outlet_named_by_two_at_the_same_time_is_made_once():
    start = Barrier(3)

    def name(_number: int) -> int:
        try:
            start.wait()
            return outlet_named("Quay Gazette").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert len(set(threads.map(name, range(3)))) == 1


@pytest.mark.django_db
def test_sigla_differ_from_one_another():
    sigla = []
    for name in ("The Quay Gazette", "Quay Guardian", "Quay", "Quay Quarterly"):
        sigla.append(suggest_siglum(name))
        Outlet.objects.create(name=name, siglum=sigla[-1])
    assert sigla == ["QG", "QU", "QA", "QQ"]
    assert suggest_siglum("…") == ""


@pytest.mark.django_db
def test_change_of_details_is_kept_with_who_made_it_and_nothing_else() -> None:
    editor = make_user("ada")
    article = make_article(outlet="Quay Gazette")
    story = make_story("The ferry")
    set_article_details(article.pk, outlet=article.outlet, published_on=DAY, editor=editor)
    set_article_details(article.pk, story=story)
    rename_story(story.pk, title="The ferry strike", seen="The ferry", editor=editor)
    rename_story(story.pk, title="The ferry strike", seen="The ferry strike", editor=editor)
    changes = DetailsChange.objects.values_list("article", "story", "detail", "before", "after", "editor")
    assert list(changes) == [
        (article.pk, None, Detail.DATE, "", "2031-05-02", editor.pk),
        (article.pk, None, Detail.STORY, "", "The ferry", None),
        (None, story.pk, Detail.TITLE, "The ferry", "The ferry strike", editor.pk),
    ]


@pytest.mark.django_db
def test_history_of_details_is_never_changed() -> None:
    article = make_article()
    set_article_details(article.pk, published_on=DAY)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        DetailsChange.objects.update(after="2031-05-03")
    article.delete()
    assert not DetailsChange.objects.exists()
