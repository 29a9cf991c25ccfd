"""Jobs that workers run, on any number of hosts; PostgreSQL is the queue."""

import logging
from typing import cast

from asgiref.sync import sync_to_async
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

logger = logging.getLogger(__name__)

STALLED_AFTER = 60.0
"""Seconds without a sign of life from its worker after which a job is given to another."""

TRIES = 3
"""Times that an article is tried to be read."""


class WorkerEnded(Exception):
    """A worker ended without finishing its job: killed, out of memory, or its machine is gone."""


@app.task(
    name="read_article", queue="reading", retry=RetryStrategy(max_attempts=TRIES, wait=2), pass_context=True
)
def read_article(context: JobContext, *, article_id: int) -> None:
    """Extract an article's claims and store them; the last failed try leaves the reason on the article."""
    from django.db import close_old_connections

    from articles.models import Article
    from claims.domain import record_failure
    from claims.domain.reading import extract_and_store

    close_old_connections()
    try:
        extract_and_store(article_id)
    except Article.DoesNotExist:
        # Removed while it waited: nothing is left to read.
        logger.info("Article %s is gone", article_id)
    except Exception as error:
        logger.exception("Article %s could not be read", article_id)
        if context.job is None or context.job.attempts >= TRIES - 1:
            record_failure(article_id, error)
        raise
    finally:
        close_old_connections()


@app.task(name="relate_article", queue="reading")
def relate_article(*, article_id: int) -> None:
    """Hold an article against those of the story that a person put it into."""
    from django.db import close_old_connections

    from claims.domain.reading import relate

    close_old_connections()
    try:
        relate(article_id)
    finally:
        close_old_connections()


@app.task(name="mend_names", queue="reading")
def mend_names(*, correction_id: int) -> None:
    """Let many reports follow a name that an editor gave or took, part by part."""
    from django.db import close_old_connections, transaction

    from claims.domain.mending.aliases import carry_out
    from claims.models import Correction

    close_old_connections()
    try:
        more = True
        while more:
            with transaction.atomic():
                more = carry_out(Correction.objects.get(pk=correction_id))
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker died to another worker, as often as an article has tries.

    An article that ended so many may well be why, and would end the next one too.
    """
    from claims.domain import record_failure

    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        if job.task_name == read_article.name and job.attempts >= TRIES - 1:
            error = WorkerEnded(f"{TRIES} workers ended while they read it. There may be too little memory.")
            article_id = cast("int", job.task_kwargs["article_id"])
            await sync_to_async(record_failure)(article_id, error)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)
