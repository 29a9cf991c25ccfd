"""What `benchmarks.scale` runs inside one database: `fill CLAIMS`, or `measure ROUNDS WHAT ...` (JSON)."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from random import Random
from statistics import median, quantiles
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- after setup
from django.db import connection, transaction  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.models import Article  # noqa: E402
from claims.domain.reading import store_extraction  # noqa: E402
from claims.extraction.pipeline import default_extractor  # noqa: E402
from claims.listing import EXACT  # noqa: E402
from claims.models import Appearance, Claim, Speaker  # noqa: E402
from claims.rows import rows_for  # noqa: E402
from claims.views.queue import PAGE, queue_context  # noqa: E402

WARM = 5
ARTICLES = 20
QUEUE = reverse("claims:queue")
HTMX = {"HX-Request": "true"}


def times(work: Callable[[int], object], rounds: int) -> dict[str, float]:
    """Seconds of a call: the median and the 95th percentile, after a few that do not count."""
    taken = []
    for number in range(-WARM, rounds):
        begun = time.perf_counter()
        work(number)
        if number >= 0:
            taken.append(time.perf_counter() - begun)
    return {"p50": median(taken), "p95": quantiles(taken, n=20)[-1]}


def marks(rounds: int) -> dict[str, Any]:
    """Marks from the queue, as its page sends them, on the claims from the top of the queue."""
    client, _ = editor()
    rounds *= 5
    address = f"http://localhost{reverse('claims:queue')}?status=unreviewed"
    first = Claim.objects.current().filter(status="unreviewed").in_order("priority")[:1].get().pk
    ids = list(
        Claim.objects.current()
        .filter(status="unreviewed", pk__gte=first // 2)
        .order_by("pk")
        .values_list("pk", flat=True)[: rounds + WARM + 1]
    )
    rounds = min(rounds, len(ids) - WARM - 1)

    def mark(number: int) -> None:
        pk = ids[number + WARM]
        headers = {**HTMX, "HX-Current-URL": address, "HX-Target": f"claim-{pk}"}
        answer = client.post(reverse("claims:review", args=[pk]), {"status": "attributed"}, headers=headers)
        assert answer.status_code == 200, answer.status_code

    found: dict[str, Any] = times(mark, rounds)
    with CaptureQueriesContext(connection) as queries:
        mark(rounds)
    return found | {"queries": len(queries)}


def pages(rounds: int) -> dict[str, Any]:
    """The queue under each filter, and a page of the same rows by primary key."""
    client, user = editor()
    found: dict[str, Any] = {"primary key": times(by_primary_key(user), rounds)}
    for name, query in filters():
        result: dict[str, Any] = times(partial(ask, client, query), rounds)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(QUEUE, query).content.count(b'class="row"')
        statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        # Counts are bounded by what they count to, whatever the page shows.
        read = [(rows_read(sql), sql) for sql in statements if "count(*)" not in sql]
        rows, worst = max(read, default=(0, ""))
        counting, most = max(
            ((rows_read(sql), sql) for sql in statements if "count(*)" in sql), default=(0, "")
        )
        found[name] = result | {
            "rows": rows / max(shown, 1),
            "shown": shown,
            "worst": worst[:300],
            "counting": counting,
            "most": most[:400],
        }
        print(
            f"  {name:<26} p95 {result['p95'] * 1000:6.0f} ms, rows {rows} for {shown}, counts {counting}",
            file=sys.stderr,
        )
    return found


def ask(client: Client, query: dict[str, Any], _: int) -> object:
    """The queue under these filters."""
    return client.get(QUEUE, query)


def by_primary_key(user: User) -> Callable[[int], object]:
    """The queue's page with rows fetched by a range of primary keys, without counts or menus."""
    request: Any = RequestFactory(SERVER_NAME="localhost").get(reverse("claims:queue"))
    request.user, request.htmx, request.session = user, None, {}
    context = queue_context(request)
    last = Claim.objects.order_by("-pk").values_list("pk", flat=True)[0]
    random = Random(7)

    def fetch(_: int) -> object:
        start = random.randrange(max(1, last - 2 * PAGE))
        claims = Claim.objects.filter(pk__gte=start).order_by("pk").for_queue()[:PAGE]
        return render(request, "claims/queue.html", {**context, "rows": rows_for(claims)})

    return fetch


def filters() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every filter of the queue, one at a time: what fits very much, something and little."""
    yield "no filter", {}
    for sort in ("outlets", "newest", "oldest"):
        yield f"order {sort}", {"sort": sort}
    for status in ("unreviewed", "disputed"):
        yield f"status {status}", {"status": status}
    for kind in ("direct", "mixed"):
        yield f"kind {kind}", {"kind": kind}
    yield "contested", {"contested": "1"}
    yield "variant altered", {"variant": "altered"}
    for name in ("speaker", "outlet", "story", "via", "reviewer"):
        for rank, value in by_size(name):
            yield f"{name}, {rank}", {name: value}
    yield "published since", {"published_from": "2023-03-14"}
    yield "published in a month", {"published_from": "2020-02-10", "published_to": "2020-03-09"}
    yield "a page further on", {"after": after(40)}
    yield (
        "two outlets and a kind",
        {"outlet": [value for _, value in by_size("outlet")][:2], "kind": "direct"},
    )
    for word, share in words():
        yield f"search, in {share:.3%} of claims", {"q": word}
    pair = [word for word, share in words() if share > 0.01][:2]
    yield "search for two words", {"q": " ".join(pair)}


def by_size(name: str) -> list[tuple[str, str]]:
    """Values of a facet: the one with most claims, a middling one and one with few."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facet, count(*) FROM claims_claimfacet WHERE facet LIKE %s"
            " GROUP BY facet ORDER BY count(*) DESC, facet",
            [f"{name}:%"],
        )
        values = [facet.partition(":")[2] for facet, _ in cursor.fetchall()]
    picks = {"most": 0, "middling": min(20, len(values) // 2), "few": len(values) - 1}
    return [(rank, values[place]) for rank, place in picks.items()] if values else []


def words() -> list[tuple[str, float]]:
    """Words with the share of claims that have them: very common ones to rare ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claims_claim WHERE search IS NOT NULL AND id %% 50 = 0", [])
        total = cursor.fetchone()[0]
        cursor.execute(
            "SELECT word, ndoc FROM ts_stat('SELECT search FROM claims_claim WHERE id % 50 = 0')"
            " WHERE word ~ '^[a-z]{4,9}$' AND word !~ '(person|name|i$)' ORDER BY ndoc DESC, word"
        )
        found = [(word, number / max(total, 1)) for word, number in cursor.fetchall()]
    wanted = (1, 0.1, 0.02, 0.009, 0.007, 0.005, 0.001, 0.0001)
    picked = [next((pair for pair in found if pair[1] <= share), None) for share in wanted]
    return list(dict.fromkeys(filter(None, picked)))


def after(pages: int) -> str:
    """The address's place some pages down the queue."""
    claim = Claim.objects.current().in_order("priority")[pages * PAGE : pages * PAGE + 1].first()
    return f"{claim.priority}.{claim.pk}" if claim else ""


def rows_read(sql: str) -> int:
    """Rows that a query's scans read, those that a filter threw away among them."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    root = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]

    def read(node: dict[str, Any]) -> float:
        # A bitmap's entries are counted when their rows are read.
        scan = node["Node Type"].endswith("Scan") and node["Node Type"] not in {
            "Bitmap Index Scan",
            "CTE Scan",
            "Subquery Scan",
        }
        here = (
            node["Actual Rows"]
            + node.get("Rows Removed by Filter", 0)
            + node.get("Rows Removed by Index Recheck", 0)
        )
        below = sum(map(read, node.get("Plans", [])))
        return below + (here * node["Actual Loops"] if scan else 0)

    return round(read(root))


def place(rounds: int) -> dict[str, Any]:
    """Storing one more article, taken back each time; its claims are said by speakers that the desk knows."""
    extractor = default_extractor("rules")
    texts = articles_of_today()
    begun = time.perf_counter()
    extractions = [extractor.extract(text) for text in texts]
    extracting = time.perf_counter() - begun
    taken = []
    outlet, story = 1, None
    for round_, (text, extraction) in enumerate(
        [(texts[0], extractions[0]), *zip(texts, extractions, strict=True)]
    ):
        with transaction.atomic():
            article = Article.objects.create(
                text=text,
                text_sha256=f"bench{round_}",
                outlet_id=outlet,
                story=story,
                published_on=date(2020, 3, 1),
            )
            begun = time.perf_counter()
            store_extraction(article, extraction)
            if round_:
                taken.append(time.perf_counter() - begun)
            transaction.set_rollback(True)
    return {
        "p50": median(taken),
        "p95": quantiles(taken, n=20)[-1],
        "of_extraction": sum(taken) / extracting,
        "claims": sum(len(found.claims) for found in extractions) / len(extractions),
    }


def articles_of_today() -> list[str]:
    """Texts in which known speakers, prolific and rare, say what the desk has heard, and something else."""
    random = Random(11)
    last = Speaker.objects.order_by("-pk").values_list("pk", flat=True)[0]
    texts = []
    for _ in range(ARTICLES):
        speakers = [
            1,
            random.randrange(1, 20),
            random.randrange(20, 400),
            random.randrange(1, last),
            random.randrange(1, last),
        ]
        names = dict(Speaker.objects.filter(pk__in=speakers).values_list("pk", "name"))
        sentences = []
        for number in range(12):
            pk = speakers[number % len(speakers)]
            said = (
                Claim.objects.filter(speaker=pk)
                .order_by("?" if pk > 400 else "pk")
                .values_list("text", flat=True)[:20]
            )
            heard = list(said)
            other = Claim.objects.get(pk=random.randrange(1, Claim.objects.order_by("-pk")[0].pk)).text
            wording = random.choice(heard) if heard and number % 2 else other
            name = names.get(pk, "Ida Holm")
            sentences.append(f"“{wording.replace('”', '').replace('“', '')},” {name} said.")
        texts.append("\n\n".join(sentences) + "\n")
    return texts


def editor() -> tuple[Client, User]:
    """A client that an editor has logged in to."""
    user = User.objects.get(username="editor0")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client, user


def main(arguments: list[str]) -> None:
    """Do one step."""
    if arguments[0] == "fill":
        from benchmarks.scale_data import fill

        fill(int(arguments[1]))
        return
    rounds, what = int(arguments[1]), arguments[2:]
    found: dict[str, Any] = {"appearances": Appearance.objects.count(), "exact": EXACT}
    if "pages" in what:
        found["pages"] = pages(rounds)
    if "place" in what:
        found["place"] = place(rounds)
    if "marks" in what:
        found["mark"] = marks(rounds)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
