"""The reading job, run by the real worker on the real queue."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.enums import ReadingState
from articles.models import Article
from claims.domain import queue_extraction
from claims.models import Claim
from claims.tasks import TRIES, retry_stalled
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "“The harbour bridge stays shut until May,” said Marta Lindqvist, who leads the port."


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """The queue's tables are not Django's: nothing empties them between tests."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def queue(article: Article) -> None:
    with transaction.atomic():
        queue_extraction(article)


def run_worker(queue: str = "reading") -> None:
    """Work until the queue is empty, as a worker process does."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(queues=[queue], wait=False, install_signal_handlers=False, listen_notify=False)


def test_worker_reads_an_article_from_the_queue() -> None:
    article = make_article(TEXT, reading_state=ReadingState.WAITING)
    queue(article)
    run_worker()
    article.refresh_from_db()
    assert (article.reading_state, article.reading_progress) == (ReadingState.DONE, 100)
    assert [(claim.speaker.name, claim.text.rstrip(".,")) for claim in Claim.objects.all()] == [
        ("Marta Lindqvist", "The harbour bridge stays shut until May")
    ]


def test_worker_reads_past_what_stands_before_the_body() -> None:
    date, said = "date 2031-05-02 ", "The ferry to Lund stays in port until Monday"
    text = f"{date}“{said},” Ola Berg told reporters.\n"
    article = make_article(text, body_start=len(date), reading_state=ReadingState.WAITING)
    queue(article)
    run_worker()
    claim = Claim.objects.get()
    assert claim.text.rstrip(".,") == said
    assert claim.appearances.get().start == text.index(said)


def test_queue_extraction_leaves_no_job_when_the_transaction_fails() -> None:
    article = make_article(TEXT)
    with pytest.raises(RuntimeError), transaction.atomic():
        queue_extraction(article)
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == 0
    article.refresh_from_db()
    assert article.reading_state == ReadingState.DONE


def test_worker_leaves_the_reason_on_an_article_it_could_not_read(settings: Any) -> None:
    settings.SPACY_MODEL = "no_such_pipeline"
    article = make_article(TEXT, reading_state=ReadingState.WAITING)
    queue(article)
    for _ in range(TRIES):
        run_worker()
        with connection.cursor() as cursor:  # a failed try waits two seconds; bring it forward
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    article.refresh_from_db()
    assert article.reading_state == ReadingState.FAILED
    assert "no_such_pipeline" in article.reading_error


def test_worker_passes_over_an_article_that_is_gone() -> None:
    article = make_article(TEXT)
    queue(article)
    article.delete()
    run_worker()
    jobs = ProcrastinateJob.objects.filter(task_name="read_article")
    assert list(jobs.values_list("status", flat=True)) == ["succeeded"]


def kill_its_worker(attempts: int) -> None:
    """Leave the queue's job as a worker leaves it that was killed at such an attempt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = dead.id FROM dead",
            [attempts],
        )


@pytest.mark.parametrize(
    ("attempts", "job", "state"), [(0, "todo", "waiting"), (TRIES - 1, "failed", "failed")]
)
def test_job_of_a_dead_worker_is_tried_again_but_not_for_ever(attempts: int, job: str, state: str) -> None:
    article = make_article(TEXT, reading_state=ReadingState.WAITING)
    queue(article)
    kill_its_worker(attempts)
    retry_stalled.configure(queueing_lock="test").defer(timestamp=0)
    run_worker("upkeep")
    article.refresh_from_db()
    jobs = ProcrastinateJob.objects.filter(task_name="read_article")
    assert (jobs.get().status, article.reading_state) == (job, state)
    assert article.reading_error == (
        ""
        if state == "waiting"
        else "WorkerEnded: 3 workers ended while they read it. There may be too little memory."
    )
