"""What a person reads who meets a closed door, an empty address or a failure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from articles.models import Upload
from tests.factories import make_user


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user("iris", "Editor"))
    return client


@pytest.mark.django_db
def test_page_that_a_log_in_may_not_see_says_who_is_signed_in_and_leads_on(client):
    answer = client.get(reverse("articles:upload"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You are signed in as iris, who may not do this." in page
    assert '<nav class="nav" aria-label="Main">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/claims/999999/", "/nothing/"])
def test_address_with_nothing_says_so_and_leads_on(client, address):
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Nothing at this address" in page
    assert '<nav class="nav" aria-label="Main">' in page


@pytest.mark.django_db
def test_form_of_an_older_sign_in_says_that_nothing_was_saved():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("iris", "Editor"))
    answer = client.post(reverse("logout"))
    assert answer.status_code == 403
    assert "Not saved: the page was too old" in answer.content.decode()


def test_failure_page_needs_neither_database_nor_request():
    assert "Newsdesk failed at this" in render_to_string("500.html")


@pytest.mark.django_db
def test_upload_of_too_much_at_once_says_what_to_do(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client()
    client.force_login(make_user("ada", "Admin"))
    files = [SimpleUploadedFile(f"{number}.txt", b"The ferry stays.") for number in range(3)]
    for data in ({"files": files}, {"text": "The ferry stays. " * 100}):
        answer = client.post(reverse("articles:upload"), data)
        assert answer.status_code == 400
        assert "go back and add it in smaller portions" in answer.content.decode()
    assert not Upload.objects.exists()
