import pytest
from django.contrib.auth.models import Group, User

from articles.models import Article, Outlet
from tests.factories import make_article, make_outlet, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_user("ada", "Admin", is_staff=True)
    client.force_login(person)
    return person


def test_outlet_without_letters_gets_some(client, admin):
    assert client.post("/admin/articles/outlet/add/", {"name": "Quay Gazette"}).status_code == 302
    assert Outlet.objects.get().siglum == "QG"


def test_story_is_made(client, admin):
    assert client.post("/admin/articles/story/add/", {"title": "Ferry"}).status_code == 302


def test_details_of_an_article_are_changed_and_its_text_is_not(client, admin):
    article = make_article("The ferry is late.")
    outlet = make_outlet("Quay Gazette")
    address = f"/admin/articles/article/{article.pk}/change/"
    assert "The ferry is late." in client.get(address).text
    assert 'name="text"' not in client.get(address).text
    assert client.post(address, {"outlet": outlet.pk, "text": "Changed."}).status_code == 302
    article.refresh_from_db()
    assert (article.outlet, article.text) == (outlet, "The ferry is late.")


def test_outlet_that_has_the_text_already_is_refused_with_the_reason(client, admin):
    outlet = make_outlet("Quay Gazette")
    make_article("The ferry is late.", outlet=outlet)
    article = make_article("The ferry is late.", outlet="Harbour Post")
    response = client.post(f"/admin/articles/article/{article.pk}/change/", {"outlet": outlet.pk})
    assert response.status_code == 200
    assert "Quay Gazette already has this text" in response.text
    article.refresh_from_db()
    assert article.outlet.name == "Harbour Post"


def test_articles_are_neither_added_nor_deleted_here(client, admin):
    article = make_article()
    assert client.get("/admin/articles/article/add/").status_code == 403
    assert client.post(f"/admin/articles/article/{article.pk}/delete/").status_code == 403


@pytest.mark.parametrize("found", [1, 3])
def test_list_takes_the_same_number_of_queries_for_any_number_of_articles(
    client, admin, found, django_assert_num_queries
):
    for number in range(found):
        make_article(outlet=f"Outlet {number}", story=make_story(), filename=f"{number}.txt")
    client.get("/admin/articles/article/")
    with django_assert_num_queries(5):
        page = client.get("/admin/articles/article/").text
    assert Article.objects.first().filename in page


def test_people_are_managed_by_the_admin_group(client, admin):
    fields = {
        "username": "bo",
        "usable_password": "true",
        "password1": "harbour-lights-at-nine",
        "password2": "harbour-lights-at-nine",
    }
    response = client.post("/admin/auth/user/add/", fields)
    person = User.objects.get(username="bo")
    assert response.url == f"/admin/auth/user/{person.pk}/change/"
    page = client.get(response.url).text
    assert 'name="groups"' in page


def test_admin_of_the_group_can_not_make_anybody_a_superuser(client, admin):
    person = make_user("bo", None)
    fields = {
        "username": "bo",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        "groups": [Group.objects.get(name="Editor").pk],
        "date_joined_0": "2031-05-02",
        "date_joined_1": "10:00:00",
    }
    assert client.post(f"/admin/auth/user/{person.pk}/change/", fields).status_code == 302
    person.refresh_from_db()
    assert [group.name for group in person.groups.all()] == ["Editor"]
    assert not person.is_superuser


@pytest.mark.parametrize("group", ["Viewer", "Editor"])
def test_others_have_no_way_in(client, group):
    client.force_login(make_user("vi", group))
    assert client.get("/admin/articles/outlet/").status_code == 302


def test_account_of_a_superuser_is_not_changed_by_the_admin_group(client, admin):
    person = make_user("root", None, is_superuser=True, is_staff=True)
    assert client.post(f"/admin/auth/user/{person.pk}/change/", {"username": "bo"}).status_code == 403
    assert client.get(f"/admin/auth/user/{person.pk}/password/").status_code == 403
    person.refresh_from_db()
    assert person.username == "root"
