import pytest
from django.test import Client
from django.urls import reverse

from claims.domain import record_review
from claims.enums import LinkKind, LinkState, QuoteKind, Status, Variant
from claims.models import Claim, ClaimLink
from tests.factories import make_claim, make_report, make_reported_claim, make_speaker, make_story, make_user

pytestmark = pytest.mark.django_db
QUEUE = reverse("claims:queue")
HTMX = {"HX-Request": "true"}
# Session, user and permissions; filters; list, tally and count; rows; preview; the number in the bar.
QUERIES = 99


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def listed(response):
    return [row.claim for row in response.context["rows"]]


def test_queue_of_an_empty_desk_says_what_to_do(client):
    response = client.get(QUEUE)
    assert response.status_code == 200
    assert "Nothing to review yet" in response.content.decode()


def test_queue_lists_claims(client):
    claim = make_reported_claim("The bridge is safe", outlets=["Harbour Post", "Quay Gazette"])
    response = client.get(QUEUE)
    assert listed(response) == [claim]
    assert response.context["selected"] == claim.pk
