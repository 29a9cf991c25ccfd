"""Two transactions that wait for each other: PostgreSQL ends one, and the editor does not notice."""

import time
from threading import Thread

import pytest
from django.db import close_old_connections, connection, transaction
from django.urls import reverse

from articles.models import Article
from claims.models import Claim
from tests.factories import make_reported_claim, make_user


@pytest.mark.django_db(transaction=True)
def test_request_that_meets_a_deadlock_goes_through_at_the_second_try(client):
    claim = make_reported_claim(outlets=["Quay Gazette"])
    article = claim.appearances.get().article
    client.force_login(make_user("ada", "Admin"))

    def store() -> None:
        """As a worker does: first the claim, then the article, which the request holds by then."""
        try:
            with transaction.atomic():
                Claim.objects.select_for_update().get(pk=claim.pk)
                held.append(True)
                wait_until_somebody_waits()
                Article.objects.filter(pk=article.pk).update(reading_progress=7)
        finally:
            close_old_connections()

    held: list[bool] = []
    worker = Thread(target=store)
    worker.start()
    while not held:
        time.sleep(0.01)
    seen = f"{article.outlet_id}//"
    answer = client.post(
        reverse("articles:details", args=[article.pk]), {"outlet": "Harbour Post", "seen": seen}
    )
    worker.join()
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.outlet.name, article.reading_progress) == ("Harbour Post", 7)


def wait_until_somebody_waits() -> None:
    for _ in range(900):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.001)
    raise AssertionError("The request never waited for the claim.")
