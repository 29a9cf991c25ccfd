"""Passages that print a claim in the outlet's own voice: suggested within one event, answered by editors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from claims.domain.adoption import event_articles
from claims.domain.placing import wording_of
from claims.enums import LinkState
from claims.matching.as_fact import Attributed, Clause, Stated, own_voice, stated
from claims.matching.reading import Wording
from claims.matching.scoring import candidate_keys, rank
from claims.models import Appearance, AsFact, Claim

WORDINGS = 4
"""Distinct wordings of one claim that passages are held against, the fullest first."""


def suggest_as_fact(article_ids: Iterable[int]) -> None:
    """Suggest the passages as fact of the event that these articles belong to.

    They follow from the event's articles and claims, in whatever order those came. What an editor
    answered stays: nothing is suggested again about a passage that was dismissed or confirmed.
    """
    articles = Article.objects.filter(pk__in=event_articles(article_ids)).in_bulk()
    reports = list(
        Appearance.objects.filter(article__in=articles, claim__merged_into=None)
        .select_related("claim__speaker")
        .order_by("claim", "pk")
    )
    attributed: dict[int, list[Attributed]] = defaultdict(list)
    claims: dict[Claim, list[Wording]] = defaultdict(list)
    for report in reports:
        report.article = articles[report.article_id]
        attributed[report.article_id].append(Attributed(_hull(report), report.claim.speaker_id))
        if not report.claim.rejected:
            claims[report.claim].append(wording_of(report, report.claim.speaker))
    index = _index(claims)
    found: dict[tuple[int, int, int], tuple[Claim, Clause, Stated]] = {}
    for pk, article in articles.items():
        for clause in own_voice(article.text, attributed[pk], body_start=article.body_start):
            claim, says = _best(clause, index)
            if claim is not None and says is not None:
                found[pk, *clause.span] = (claim, clause, says)
    _store(set(articles), _once(found))


def _hull(report: Appearance) -> tuple[int, int]:
    spans = [*report.spans, *report.cue_spans, *report.source_spans]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _index(claims: dict[Claim, list[Wording]]) -> dict[str, list[tuple[Claim, Wording]]]:
    """By key, the wordings that have it: of each claim the fullest few."""
    index: dict[str, list[tuple[Claim, Wording]]] = defaultdict(list)
    for claim, wordings in claims.items():
        for wording in sorted(dict.fromkeys(wordings), key=rank, reverse=True)[:WORDINGS]:
            for key in sorted(candidate_keys(wording)):
                index[key].append((claim, wording))
    return index


def _best(
    clause: Clause, index: dict[str, list[tuple[Claim, Wording]]]
) -> tuple[Claim | None, Stated | None]:
    """The claim that a clause states, if it states one; of several the one it states most of."""
    near = dict.fromkeys(
        entry for key in sorted(candidate_keys(clause.wording)) for entry in index.get(key, ())
    )
    best: tuple[Claim | None, Stated | None] = (None, None)
    for claim, wording in near:
        says = stated(clause, wording, speaker=claim.speaker_id)
        if says and (best[1] is None or says.score > best[1].score):
            best = (claim, says)
    return best


def _once(
    found: dict[tuple[int, int, int], tuple[Claim, Clause, Stated]],
) -> list[tuple[int, Claim, Clause, Stated]]:
    """Each passage once: of a sentence and its clauses the one that states the claim most closely."""
    kept: list[tuple[int, Claim, Clause, Stated]] = []
    ranked = sorted(found.items(), key=lambda item: (-item[1][2].score, item[0][1] - item[0][2], item[0]))
    for (article, start, end), (claim, clause, says) in ranked:
        if not any(
            pk == article and start < other.span[1] and other.span[0] < end for pk, _, other, _ in kept
        ):
            kept.append((article, claim, clause, says))
    return kept


def _store(articles: set[int], found: Sequence[tuple[int, Claim, Clause, Stated]]) -> None:
    stored = list(AsFact.objects.filter(article__in=articles).select_related("claim"))
    answered = [one for one in stored if one.decided_at is not None]
    open_ = {(one.claim_id, one.article_id, one.start, one.end): one for one in stored if not one.decided_at}
    new = []
    for article, claim, clause, says in found:
        start, end = clause.span
        before = [
            one for one in answered if one.article_id == article and one.start < end and start < one.end
        ]
        for one in before:
            # The claim that an answer was about was read anew, or merged: the answer stays with its words.
            if one.claim is None or one.claim.merged_into_id is not None:
                one.claim = claim
                one.save(update_fields=["claim"])
        key = (claim.pk, article, start, end)
        if before or key in open_:
            open_.pop(key, None)
            continue
        new.append(
            AsFact(
                claim=claim,
                article_id=article,
                spans=[[start, end]],
                start=start,
                end=end,
                text=clause.text,
                reason=says.reason[:300],
            )
        )
    AsFact.objects.filter(pk__in=[one.pk for one in open_.values()]).delete()
    AsFact.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def decide_as_fact(passage_id: int, *, state: LinkState, editor: User) -> AsFact:
    """Confirm or dismiss a passage as fact, or take the answer back (`SUGGESTED`).

    Raises AsFact.DoesNotExist.
    """
    passage = AsFact.objects.select_for_update(of=("self",)).get(pk=passage_id)
    answered = state is not LinkState.SUGGESTED
    passage.state = state
    passage.decided_by = editor if answered else None
    passage.decided_at = timezone.now() if answered else None
    passage.save(update_fields=["state", "decided_by", "decided_at"])
    return passage
