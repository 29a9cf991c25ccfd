"""Saved views of the queue: whose they are, who may change them, and with which the queue opens."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import DefaultView, SavedView
from tests.factories import make_reported_claim, make_user

pytestmark = pytest.mark.django_db
QUEUE, VIEWS = reverse("claims:queue"), reverse("claims:views")


@pytest.fixture
def editor():
    return make_user("editor", first_name="Iris")


@pytest.fixture
def client(editor):
    return client_of(editor)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, view):
    return reverse(f"claims:{name}", args=[view.pk])


def save(client, name="Mine", query="status=unreviewed&q=ice", **more):
    return client.post(VIEWS, {"name": name, "query": query, **more})


def test_view_keeps_the_filters_and_the_order_of_an_address(client, editor):
    response = save(
        client, query="?claim=17&q=ice&sort=newest&status=unreviewed&status=confirmed&after=9.9&x=1"
    )
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.shared) == (editor, "Mine", False)
    assert view.query == "status=confirmed&status=unreviewed&q=ice&sort=newest"
    assert response["Location"] == f"{QUEUE}?{view.query}"


def test_view_is_named_on_the_queue_that_it_shows(client):
    make_reported_claim("The ice has gone")
    save(client)
    view = SavedView.objects.get()
    assert client.get(QUEUE, {"q": "ice", "status": "unreviewed"}).context["view"] == view
    assert client.get(QUEUE, {"q": "ice"}).context["view"] is None


def test_view_of_another_person_is_unseen_until_it_is_shared(client):
    save(client)
    view, colleague = SavedView.objects.get(), client_of(make_user("colleague"))
    make_reported_claim("The ice has gone")
    assert list(colleague.get(QUEUE).context["views"]) == []
    assert colleague.post(url("default_view", view)).status_code == 404
    client.post(url("view", view), {"name": "Ice", "shared": "1"})
    assert [seen.name for seen in colleague.get(QUEUE).context["views"]] == ["Ice"]
    assert "shared by Iris" in colleague.get(QUEUE).content.decode()


def test_shared_view_is_changed_by_its_owner_and_admins_alone(client):
    save(client, shared="1")
    view, colleague = SavedView.objects.get(), client_of(make_user("colleague"))
    assert colleague.post(url("view", view), {"name": "Stolen", "shared": "1"}).status_code == 403
    assert colleague.post(url("delete_view", view)).status_code == 403
    admin = client_of(make_user("boss", "Admin"))
    assert admin.post(url("view", view), {"name": "Ours", "shared": "1"}).status_code == 302
    assert SavedView.objects.get().name == "Ours"
    assert admin.post(url("delete_view", view)).status_code == 302
    assert not SavedView.objects.exists()


def test_view_name_that_one_has_already_is_asked_about_and_nothing_is_lost(client):
    save(client)
    again = save(client, name="mine", query="status=disputed")
    assert again.status_code == 422
    page = again.content.decode()
    assert "you already have a view called “Mine”" in page
    assert 'value="status=disputed"' in page
    assert SavedView.objects.get().query == "status=unreviewed&q=ice"
    save(client, name="mine", query="status=disputed", replace="1")
    assert [(view.name, view.query) for view in SavedView.objects.all()] == [("mine", "status=disputed")]


def test_view_name_of_somebody_else_is_free(client):
    save(client, shared="1")
    assert save(client_of(make_user("colleague"))).status_code == 302


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "Give the view a name."), ("x" * 61, "A name has at most 60 characters; this one has 61.")],
)
def test_view_without_a_usable_name_is_not_saved_and_says_why(client, name, said):
    response = save(client, name=name)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not SavedView.objects.exists()


def test_view_is_not_renamed_to_another_of_ones_own(client):
    save(client)
    save(client, name="Other")
    response = client.post(url("view", SavedView.objects.get(name="Other")), {"name": "MINE"})
    assert response.status_code == 422
    assert "Nothing was changed. You already have a view called “Mine”." in response.content.decode()
    assert sorted(view.name for view in SavedView.objects.all()) == ["Mine", "Other"]


def test_queue_opens_with_the_view_that_was_chosen_for_oneself(client):
    save(client, shared="1", default="1")
    view, colleague = SavedView.objects.get(), client_of(make_user("colleague"))
    assert client.get(QUEUE)["Location"] == f"{QUEUE}?{view.query}"
    # All claims stay one click away, and others' queues open as before.
    assert client.get(QUEUE, {"sort": "priority"}).status_code == 200
    assert colleague.get(QUEUE).status_code == 200
    client.post(url("default_view", view), {"off": "1"})
    assert client.get(QUEUE).status_code == 200


def test_queue_opens_with_a_view_of_everything_without_going_in_circles(client):
    save(client, query="", default="1")
    assert client.get(client.get(QUEUE)["Location"]).status_code == 200


def test_view_that_is_private_again_is_nobody_elses_default(client, editor):
    save(client, shared="1", default="1")
    view, colleague = SavedView.objects.get(), make_user("colleague")
    client_of(colleague).post(url("default_view", view))
    client.post(url("view", view), {"name": "Mine"})
    assert [default.user for default in DefaultView.objects.all()] == [editor]


# Session, user and 2 for permissions; the views; the number in the bar.
QUERIES = 4


@pytest.mark.parametrize("views", [1, 3])
def test_views_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries, views):
    for n in range(views):
        save(client, name=f"View {n}")
    with django_assert_num_queries(QUERIES):
        assert client.get(VIEWS).content.decode().count('id="view-') == views


def test_views_are_closed_to_people_without_the_right():
    assert Client().get(VIEWS).status_code == 302
    assert client_of(make_user("guest", None)).get(VIEWS).status_code == 403
