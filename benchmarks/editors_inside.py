"""What `benchmarks.editors` puts into its database: `EDITORS CLAIMS PASSWORD`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")


def main(editors: int, claims: int, password: str) -> None:
    """Accounts of editors with this password, and claims that two outlets print."""
    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group, User

    from articles.models import Article, Outlet, Story
    from claims.models import Appearance, Claim, Speaker

    one = make_password(password)
    people = User.objects.bulk_create(User(username=f"editor{n}", password=one) for n in range(editors))
    Group.objects.get(name="Editor").user_set.add(*people)
    outlets = [Outlet.objects.create(name=name) for name in ("Quay Gazette", "Harbour Post")]
    story = Story.objects.create(title="The harbour bridge")
    texts = [f"The bridge stays shut for {number} days." for number in range(claims)]
    said = Speaker.objects.create(name="Ida Holm", kind="person")
    made = Claim.objects.bulk_create(Claim(speaker=said, text=text) for text in texts)
    for outlet in outlets:
        whole = "\n".join([outlet.name, *texts])
        article = Article.objects.create(
            text=whole, text_sha256=Article.digest(whole), outlet=outlet, story=story, reading_state="done"
        )
        at = len(outlet.name) + 1
        reports = []
        for claim in made:
            end = at + len(claim.text)
            reports.append(
                Appearance(
                    claim=claim,
                    article=article,
                    spans=[[at, end]],
                    start=at,
                    end=end,
                    text=claim.text,
                    kind="direct",
                )
            )
            at = end + 1
        Appearance.objects.bulk_create(reports)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
