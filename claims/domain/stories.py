"""Suggesting which articles report one event. A person's decision is never asked again."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from articles.domain import lock
from articles.models import Article, Story
from claims.matching.events import DAYS_APART, SAME_EVENT, Profile, likeness, profile, rarity
from claims.models import ArticleProfile

STRONGEST = 20
"""Terms of an article of which a neighbour must share one: they find its candidates in the index."""

CANDIDATES = 500
RECENT = 2000
"""Articles, the latest, among which a term's rarity is counted."""


def suggest_story(article: Article) -> None:
    """Put an article that nobody gave a story into the one its likest neighbours are in, as a suggestion.

    Two articles without a story that report one event make a new one. An article joins the story
    whose members are, on average, likest to it.
    """
    own = _profile(article)
    article.refresh_from_db(fields=["story", "story_decided", "published_on"])
    if article.story_decided or article.story_id is not None:
        return
    lock("stories", "suggest")
    near = _near(article, own)
    rare = rarity(*_holding({term for terms in (own, *near.values()) for term in terms}))
    members: dict[tuple[str, int], list[float]] = defaultdict(list)
    for other, terms in near.items():
        place = ("story", other.story_id) if other.story_id else ("article", other.pk)
        members[place].append(likeness(own, terms, rare))
    best = max(members, key=lambda place: (sum(members[place]) / len(members[place]), place), default=None)
    if best is None or sum(members[best]) / len(members[best]) < SAME_EVENT:
        return
    kind, found = best
    if kind == "story":
        story = Story.objects.get(pk=found)
        _retitle(story, article)
    else:
        first = next(other for other in near if other.pk == found)
        story = Story.objects.create(title=_title(min(first, article, key=lambda one: one.pk)))
        Article.objects.filter(pk=first.pk).update(story=story)
    Article.objects.filter(pk=article.pk).update(story=story)


def _profile(article: Article) -> Profile:
    """What the article is about, read once: its text never changes."""
    stored = ArticleProfile.objects.filter(article=article).first()
    if stored is None:
        terms = profile(f"{article.headline}\n{article.text[article.body_start :]}")
        stored = ArticleProfile.objects.create(
            article=article, terms=list(terms), weights=list(terms.values())
        )
    return dict(zip(stored.terms, stored.weights, strict=True))


def _near(article: Article, own: Profile) -> dict[Article, Profile]:
    """Other articles of the same days that share a strong term, with their profiles.

    Where one of the two has no date, those of the same days are those that came in together.
    """
    reach = timedelta(days=DAYS_APART)
    together = Q(article__created_at__range=(article.created_at - reach, article.created_at + reach))
    if article.published_on:
        days = (article.published_on - reach, article.published_on + reach)
        together = Q(article__published_on__range=days) | (together & Q(article__published_on=None))
    profiles = (
        ArticleProfile.objects.filter(together, terms__overlap=list(own)[:STRONGEST])
        .exclude(article=article)
        # Left out of every story by a person: no reason to put others beside it.
        .exclude(article__story=None, article__story_decided=True)
        .select_related("article")
        .defer("article__text")
        .order_by("-article")
    )
    return {
        found.article: dict(zip(found.terms, found.weights, strict=True)) for found in profiles[:CANDIDATES]
    }


def _holding(terms: set[str]) -> tuple[int, Counter[str]]:
    """The number of recent articles, and for each term how many of them hold it (at least one)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH recent AS (
                SELECT terms FROM claims_articleprofile ORDER BY article_id DESC LIMIT %s
            ), held AS (
                SELECT term, count(*) AS number FROM recent, unnest(recent.terms) AS term
                WHERE term = ANY(%s) GROUP BY term
            )
            SELECT (SELECT count(*) FROM recent), held.term, held.number FROM held
            """,
            [RECENT, sorted(terms)],
        )
        rows = cursor.fetchall()
    held = Counter(dict.fromkeys(terms, 1))
    held.update({term: number - 1 for _, term, number in rows})
    return (rows[0][0] if rows else 1), held


def _retitle(story: Story, article: Article) -> None:
    """A story that nobody has decided on, called by how a text begins, gets the first real headline."""
    undecided = not story.articles.filter(story_decided=True).exists()
    if story.title.endswith("…") and article.headline and undecided:
        story.title = _title(article)
        story.save(update_fields=["title"])


def _title(article: Article) -> str:
    """The headline, or how the text begins."""
    if article.headline:
        return article.headline[:300]
    words = article.text[article.body_start :][:400].split()
    return " ".join(words[:12])[:299] + ("…" if len(words) > 12 else "") or article.title
