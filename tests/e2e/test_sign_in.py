from tests.factories import make_user


def test_sign_in_refuses_then_opens_the_page_asked_for(page):
    make_user("iris", "Viewer", password="harbour-lights-at-nine")
    page.goto("/accounts/login/?next=/%3Fq=ice")
    page.get_by_label("Name").fill("iris")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text().startswith("That name and password don’t match.")
    page.get_by_label("Password").fill("harbour-lights-at-nine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=ice")


def test_signed_in_person_is_not_asked_to_sign_in(page, signed_in):
    signed_in(page, "iris", "Viewer")
    page.goto("/accounts/login/?next=/%3Fq=ice")
    assert page.url.endswith("/?q=ice")
