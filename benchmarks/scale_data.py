"""A desk with a million claims, made of real wordings in minutes; nothing of it is kept.

The wordings come from ../shared/data/polnear/train where it is present, from the demo's articles otherwise. A
generated claim joins the halves of two of them, so that it looks like others without being one of them.
Speakers, outlets and stories are used as often as real ones are: few very often, most rarely (Zipf).
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection, models

from articles.models import Article, Outlet, Story
from claims.enums import LinkKind, QuoteKind, SpeakerKind, Status, Variant
from claims.matching.events import profile
from claims.matching.reading import Wording
from claims.matching.scoring import candidate_keys
from claims.models import Appearance, ArticleProfile, Claim, ClaimLink, Review, Speaker

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "polnear" / "train"
FIRST_DAY = date(2016, 1, 1)
DAYS = 3650
PER_ARTICLE = 12
PER_STORY = 5
OUTLETS = 200
EDITORS = 50
REVIEWED = 0.3
CHUNK = 20_000
RELAYS = [f"Wire {number}" for number in range(40)]


def wordings() -> list[str]:
    """Real wordings of 6 to 60 words, on one line each."""
    if CORPUS.exists():
        from training.corpus import read_articles

        found = [
            " ".join(text[start:end] for start, end in spans["content"])
            for _, text, attributions in read_articles(CORPUS)
            for spans in attributions
            if "content" in spans
        ]
    else:
        from articles.demo import demo_articles

        found = [sentence for article in demo_articles() for sentence in article.reading.text.split(". ")]
    plain = (" ".join(text.replace("\\", " ").split()) for text in found)
    return sorted({text for text in plain if 6 <= len(text.split()) <= 60})


class Zipf:
    """Draws numbers below `n`, the low ones often: the k-th as often as 1/k."""

    def __init__(self, n: int, random: Random) -> None:
        self.weights = list(accumulate(1 / (k + 1) for k in range(n)))
        self.numbers = range(n)
        self.random = random

    def draw(self, count: int) -> list[int]:
        """`count` numbers."""
        return self.random.choices(self.numbers, cum_weights=self.weights, k=count)


def fill(claims: int, *, seed: int = 3) -> None:
    """Fill an empty, migrated database with about as many appearances as claims, a tenth of them shared."""
    random = Random(seed)
    parts = [_halves(text) for text in wordings()]
    speakers = max(40, claims // 25)
    articles = max(10, claims // PER_ARTICLE)
    stories = max(2, articles // PER_STORY)
    _say(f"{claims:,} claims from {len(parts):,} wordings")
    editors = _people()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    dropped = _drop_indexes([Claim, Appearance, ArticleProfile, Article], ["claims_claimfacet"])
    _copy(Outlet, ["id", "name", "siglum"], ((n + 1, f"Outlet {n}", "") for n in range(OUTLETS)))
    _copy(
        Story,
        ["id", "title", "created_at"],
        ((n + 1, f"{parts[n % len(parts)][0][0]} {n}", now) for n in range(stories)),
    )
    _copy(
        Speaker,
        ["id", "name", "kind", "role"],
        ((n + 1, _name(n), SpeakerKind.PERSON.value, "official") for n in range(speakers)),
    )
    # Which claim stands in which article: one report each, a tenth in some articles of the same story too.
    by_article: list[list[int]] = [[] for _ in range(articles)]
    for claim in range(claims):
        by_article[claim * articles // claims].append(claim)
    for claim in random.sample(range(claims), claims // 10):
        home = claim * articles // claims
        first = home - home % PER_STORY
        by_article[random.randrange(first, min(first + PER_STORY, articles))].append(claim)
    texts = _claims(claims, parts, Zipf(speakers, random), random, now)
    _articles(by_article, texts, parts, Zipf(OUTLETS, random), random, now)
    _marks(claims, editors, random, now)
    _say("claims, articles and marks copied")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_claim c SET search = to_tsvector('newsdesk', lower(c.text || ' ' || s.name))"
            " FROM claims_speaker s WHERE s.id = c.speaker_id"
        )
        for start in range(1, claims + 1, CHUNK):
            cursor.execute(
                "SELECT claims_derive(ARRAY(SELECT id FROM claims_claim WHERE id BETWEEN %s AND %s))",
                [start, start + CHUNK - 1],
            )
    _say("derived")
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for sql in dropped:
            cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")
        for model in (Outlet, Story, Speaker, Article, Claim, Appearance, Review, ClaimLink):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) + 1 FROM {table}))"
            )
        cursor.execute("VACUUM ANALYZE")
    _say("indexed")


type Half = tuple[str, list[str]]


def _halves(text: str) -> tuple[Half, Half]:
    """A wording's two halves, each with its keys as they stand in an array's literal."""
    words = text.split()
    middle = len(words) // 2
    first, second = " ".join(words[:middle]), " ".join(words[middle:])
    return (first, _keys(first)), (second, _keys(second))


def _keys(text: str) -> list[str]:
    found = candidate_keys(Wording(text, QuoteKind.DIRECT))
    return ['"' + key.replace('"', "").replace("\\", "") + '"' for key in sorted(found)]


def _name(number: int) -> str:
    return f"Person{number % 997} Name{number}"


def _people() -> list[int]:
    """Accounts of editors, whose marks there are."""
    group = Group.objects.get(name="Editor")
    people = User.objects.bulk_create(User(username=f"editor{n}") for n in range(EDITORS))
    group.user_set.add(*people)
    return [person.pk for person in people]


def _claims(
    claims: int, parts: Sequence[tuple[Half, Half]], speakers: Zipf, random: Random, now: datetime
) -> list[str]:
    """Copy the claims; returns their texts."""
    texts: list[str] = []
    said_by = speakers.draw(claims)

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(claims):
            (first, keys), (second, more) = random.choice(parts)[0], random.choice(parts)[1]
            text = f"{first} {second}"
            texts.append(text)
            literal = "{" + ",".join(keys + more) + "}"
            yield number + 1, said_by[number] + 1, text, round(random.random(), 3), literal, now

    _copy(Claim, ["id", "speaker_id", "text", "check_worthiness", "match_keys", "created_at"], rows())
    return texts


def _articles(
    by_article: Sequence[Sequence[int]],
    texts: Sequence[str],
    parts: Sequence[tuple[Half, Half]],
    outlets: Zipf,
    random: Random,
    now: datetime,
) -> None:
    """Copy the articles with what they report and what they are about."""
    profiles = [
        profile(" ".join(half for part in random.sample(parts, min(40, len(parts))) for half, _ in part))
        for _ in range(400)
    ]
    printed_by = outlets.draw(len(by_article))
    kinds = random.choices(
        [QuoteKind.DIRECT.value, QuoteKind.INDIRECT.value, QuoteKind.MIXED.value], [4, 5, 1], k=1000
    )
    variants = random.choices([variant.value for variant in Variant], [80, 8, 2, 5, 1, 4], k=1000)
    reports: list[tuple[Any, ...]] = []

    def articles() -> Iterator[tuple[Any, ...]]:
        for number, members in enumerate(by_article):
            at, sentences = 0, []
            for claim in dict.fromkeys(members):
                text = texts[claim]
                end = at + len(text)
                via = f'{{"{RELAYS[random.randrange(40)]}"}}' if random.random() < 0.1 else "{}"
                pick = random.randrange(1000)
                reports.append(
                    (
                        claim + 1,
                        number + 1,
                        f"{{{{{at},{end}}}}}",
                        at,
                        end,
                        text,
                        text,
                        kinds[pick],
                        variants[-pick],
                        via,
                        now,
                    )
                )
                sentences.append(text)
                at = end + 2
            text = ". ".join(sentences) or f"Nothing was said on day {number}"
            day = FIRST_DAY + timedelta(days=(number // PER_STORY) * DAYS * PER_STORY // len(by_article))
            outlet = printed_by[number] + 1
            story = min(number // PER_STORY, max(2, len(by_article) // PER_STORY) - 1) + 1
            yield number + 1, outlet, story, day, text, Article.digest(f"{number}"), "done", text[:80], now

    _copy(
        Article,
        [
            "id",
            "outlet_id",
            "story_id",
            "published_on",
            "text",
            "text_sha256",
            "reading_state",
            "headline",
            "created_at",
        ],
        articles(),
    )
    _copy(
        Appearance,
        [
            "id",
            "claim_id",
            "article_id",
            "spans",
            "start",
            "end",
            "text",
            "reading",
            "kind",
            "variant",
            "via",
            "created_at",
        ],
        ((number, *report) for number, report in enumerate(reports, start=1)),
    )

    def about() -> Iterator[tuple[Any, ...]]:
        for number in range(len(by_article)):
            terms = profiles[number % 400] | dict(islice(profiles[(number * 7) % 400].items(), 60))
            names = "{" + ",".join(f'"{term}"'.replace("\\", "") for term in terms) + "}"
            yield number + 1, names, "{" + ",".join(f"{weight:.2f}" for weight in terms.values()) + "}"

    _copy(ArticleProfile, ["article_id", "terms", "weights"], about())


def _marks(claims: int, editors: Sequence[int], random: Random, now: datetime) -> None:
    """Copy marks on a third of the claims, and links between neighbours."""
    marked = sorted(random.sample(range(1, claims + 1), int(claims * REVIEWED)))
    marks = [Status.ATTRIBUTED.value, Status.CONFIRMED.value, Status.DISPUTED.value]
    rows = [
        (number, claim, status, "content" if status == "disputed" else "", random.choice(editors), now)
        for number, (claim, status) in enumerate(
            zip(marked, random.choices(marks, [6, 3, 1], k=len(marked)), strict=True), start=1
        )
    ]
    _copy(Review, ["id", "claim_id", "status", "disputed_for", "reviewer_id", "created_at"], rows)
    _copy(
        ClaimLink,
        ["id", "first_id", "second_id", "kind", "created_at"],
        (
            (number, claim, claim + 1, LinkKind.CONTRADICTS.value, now)
            for number, claim in enumerate(sorted(random.sample(range(1, claims), claims // 50)), start=1)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_claim c"
            " SET last_review_id = r.id, status = r.status, disputed_for = r.disputed_for"
            " FROM claims_review r WHERE r.claim_id = c.id"
        )


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a model's table; columns not named get the field's default."""
    rest = [field for field in model._meta.concrete_fields if field.column not in columns]
    tail = "".join(f"\t{_literal(field.get_default())}" for field in rest)
    names = ", ".join(f'"{column}"' for column in [*columns, *(field.column for field in rest)])
    with connection.cursor() as cursor:
        statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
        with cursor.copy(statement) as copy:
            rows = iter(rows)
            while lines := ["\t".join(map(_literal, row)) + tail for row in islice(rows, 5000)]:
                copy.write("\n".join(lines) + "\n")


def _literal(value: Any) -> str:
    if value is None:
        return "\\N"
    if value == []:
        return "{}"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def _drop_indexes(tables: Sequence[type[models.Model]], names: Sequence[str]) -> list[str]:
    """Drop what no constraint needs of these tables' indexes; returns the statements that make them again."""
    wanted = [*(model._meta.db_table for model in tables), *names]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique",
            [wanted],
        )
        found = cursor.fetchall()
        # Needed while the rest is made: the reports of a claim and of an article.
        found = [row for row in found if not ("claims_appearance" in row[1] and "(claim_id)" in row[1])]
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


_begun = time.monotonic()


def _say(what: str) -> None:
    print(f"  {time.monotonic() - _begun:6.0f} s  {what}", file=sys.stderr, flush=True)
