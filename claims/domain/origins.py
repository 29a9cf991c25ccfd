"""From how many origins a claim's reports come: found with every change, an editor's word first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from claims.matching.origins import Print, Report, origins
from claims.models import Appearance, Claim, OriginDecision

FIRST_HAND = "="
"""What the name of an origin begins with that is an article itself (`claims.matching.origins`)."""


def count_origins(claim_ids: Iterable[int]) -> None:
    """Give each claim its number of origins, and each of its reports its origin with what says so.

    Only articles that report the same claim are held against each other.
    """
    by_claim: dict[int, list[Appearance]] = defaultdict(list)
    ids = set(claim_ids)
    appearances = Appearance.objects.filter(claim__in=ids).select_related("article__outlet")
    for appearance in appearances.defer("article__text").order_by("article", "start", "pk"):
        by_claim[appearance.claim_id].append(appearance)
    prints = _prints(by_claim.values())
    decisions = _decisions({found.article_id for reports in by_claim.values() for found in reports})
    changed: list[Appearance] = []
    for reports in by_claim.values():
        found = origins([_report(one, prints[one.article_id], decisions[one.article_id]) for one in reports])
        for appearance, origin in zip(reports, found, strict=True):
            if (appearance.origin, appearance.origin_basis) != (origin.name, origin.basis):
                appearance.origin, appearance.origin_basis = origin.name, origin.basis
                changed.append(appearance)
    Appearance.objects.bulk_update(changed, ["origin", "origin_basis"])
    counts: dict[int, list[int]] = defaultdict(list)
    for claim in ids:
        counts[_number(by_claim[claim])].append(claim)
    for count, claims in counts.items():
        Claim.objects.filter(pk__in=claims).exclude(origin_count=count).update(origin_count=count)


def _number(reports: Sequence[Appearance]) -> int:
    """How many origins stand behind reports: what an outlet relays adds none to what it has at first hand."""
    first_hand = {_outlet(one) for one in reports if one.origin.startswith(FIRST_HAND)}
    return len(
        {one.origin for one in reports if one.origin.startswith(FIRST_HAND) or _outlet(one) not in first_hand}
    )


def _outlet(appearance: Appearance) -> tuple[str, int]:
    """The outlet, or the article where nobody has named it."""
    outlet = appearance.article.outlet_id
    return ("outlet", outlet) if outlet else ("article", appearance.article_id)


def _prints(claims: Iterable[Sequence[Appearance]]) -> dict[int, Print]:
    """Each article once. What a claim's only article prints is held against nothing: its ends are enough."""
    articles: dict[int, Article] = {}
    shared: set[int] = set()
    for reports in claims:
        own = {found.article_id: found.article for found in reports}
        articles |= own
        if len(own) > 1:
            shared |= own.keys()
    texts = dict(Article.objects.filter(pk__in=shared).values_list("pk", "text"))
    return {
        pk: Print(
            pk,
            article.outlet.name if article.outlet else "",
            texts.get(pk, ""),
            article.body_start,
            article.byline,
        )
        for pk, article in articles.items()
    }


def _decisions(articles: set[int]) -> dict[int, list[OriginDecision]]:
    """What editors said of these articles' reports and did not take back, the latest first."""
    found: dict[int, list[OriginDecision]] = defaultdict(list)
    standing = OriginDecision.objects.filter(article__in=articles, undone_at=None).order_by("-pk")
    for decision in standing:
        found[decision.article_id].append(decision)
    return found


def _report(appearance: Appearance, printed: Print, decisions: Sequence[OriginDecision]) -> Report:
    spans = [*appearance.spans, *appearance.cue_spans, *appearance.source_spans]
    hull = (min(start for start, _ in spans), max(end for _, end in spans))
    said = next((one for one in decisions if one.start < appearance.end and appearance.start < one.end), None)
    return Report(
        printed,
        hull,
        tuple(appearance.via),
        same_as=said.same_as_id if said else None,
        alone=said is not None and said.same_as_id is None,
    )


@transaction.atomic
def decide_origin(claim_id: int, *, article: int, same_as: int | None, editor: User) -> OriginDecision:
    """Record that an article's reports of a claim have the origin of another's (`same_as`), or their own.

    It holds whatever is read later, until it is taken back. Raises Appearance.DoesNotExist when one of the
    two articles does not report the claim.
    """
    Claim.objects.select_for_update().get(pk=claim_id)
    reports = Appearance.objects.filter(claim=claim_id)
    for wanted in (article, *((same_as,) if same_as is not None else ())):
        if not reports.filter(article=wanted).exists():
            raise Appearance.DoesNotExist
    decisions = [
        OriginDecision(article_id=article, start=start, end=end, same_as_id=same_as, decided_by=editor)
        for start, end in reports.filter(article=article).values_list("start", "end")
    ]
    for decision in decisions:
        decision.save(force_insert=True)
    count_origins(_touching(decisions[0]))
    return decisions[0]


@transaction.atomic
def undo_origin(claim_id: int, *, article: int, editor: User) -> None:
    """Take back the latest word on where an article's reports of a claim come from; an earlier one counts."""
    Claim.objects.select_for_update().get(pk=claim_id)
    claims = {claim_id}
    for start, end in Appearance.objects.filter(claim=claim_id, article=article).values_list("start", "end"):
        latest = OriginDecision.objects.filter(
            article=article, start__lt=end, end__gt=start, undone_at=None
        ).last()
        if latest is not None:
            latest.undone_by, latest.undone_at = editor, timezone.now()
            latest.save(update_fields=["undone_by", "undone_at"])
            claims |= _touching(latest)
    count_origins(claims)


def _touching(decision: OriginDecision) -> set[int]:
    """The claims whose reports a decision is about."""
    return set(
        Appearance.objects.filter(
            article=decision.article_id, start__lt=decision.end, end__gt=decision.start
        ).values_list("claim", flat=True)
    )
