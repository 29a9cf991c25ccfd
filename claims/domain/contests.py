"""Suggesting which claims stand against each other, among the claims of one event."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from django.db.models import Q

from claims.domain.adoption import event_articles
from claims.domain.placing import bare_wording_of
from claims.matching.contests import Contest, contest_keys, contests
from claims.matching.reading import Wording
from claims.models import Appearance, Claim, ClaimLink

WORDINGS = 4
"""Distinct wordings of one claim that are held against another claim's: the fullest say it all."""


def suggest_contests(claim_ids: Iterable[int]) -> None:
    """Suggest a link for each pair of claims of one event that contest each other.

    An answer that an editor gave, dismissals included, is never asked again. A suggestion whose
    claims no longer contest each other is withdrawn.
    """
    touched = set(claim_ids)
    wordings = _wordings(_of_one_event(touched))
    keys = {claim: frozenset().union(*map(contest_keys, said)) for claim, said in wordings.items()}
    found: dict[tuple[int, int], Contest] = {}
    for claim in sorted(touched & wordings.keys()):
        for other in wordings:
            pair = (min(claim, other), max(claim, other))
            if other != claim and pair not in found and keys[claim] & keys[other]:
                contest = _contest(wordings[pair[0]], wordings[pair[1]])
                if contest:
                    found[pair] = contest
    stored = ClaimLink.objects.filter(Q(first__in=touched) | Q(second__in=touched))
    for link in stored.filter(decided_at=None):
        if (link.first_id, link.second_id) not in found:
            link.delete()
    ClaimLink.objects.bulk_create(
        [
            ClaimLink(first_id=first, second_id=second, kind=contest.kind, reason=contest.reason[:300])
            for (first, second), contest in sorted(found.items())
        ],
        ignore_conflicts=True,
    )


def _of_one_event(claim_ids: set[int]) -> list[int]:
    """These claims and those of articles in the same story, or with a claim in common."""
    reporting = Appearance.objects.filter(claim__in=claim_ids).values_list("article", flat=True)
    related = event_articles(set(reporting))
    claims = Claim.objects.filter(appearances__article__in=related, merged_into=None)
    return list(claims.distinct().order_by("pk").values_list("pk", flat=True))


def _wordings(claim_ids: Iterable[int]) -> dict[int, list[Wording]]:
    """Each claim's distinct wordings, the longest first."""
    by_claim: dict[int, dict[str, Wording]] = defaultdict(dict)
    appearances = Appearance.objects.filter(claim__in=claim_ids).select_related("claim__speaker", "article")
    for appearance in appearances.defer("article__text").order_by("claim", "pk"):
        # Without its context: names that only stand nearby suggest contests where there are none.
        wording = bare_wording_of(appearance, appearance.claim.speaker)
        by_claim[appearance.claim_id].setdefault(appearance.text.casefold(), wording)
    return {
        claim: list(islice(sorted(said.values(), key=lambda wording: -len(wording.text)), WORDINGS))
        for claim, said in by_claim.items()
    }


def _contest(first: list[Wording], second: list[Wording]) -> Contest | None:
    """The clearest contest between any two of their wordings."""
    found = [contest for one in first for two in second if (contest := contests(one, two))]
    return max(found, key=lambda contest: contest.score, default=None)
