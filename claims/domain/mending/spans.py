"""Where a claim is printed: other words for a report, a claim that Newsdesk missed, one that is none."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article
from claims.domain.correcting import CannotCorrect, StaleCorrection, lock_claims, settle
from claims.domain.mending.log import write
from claims.domain.mending.printed import kind_of, readable, trimmed
from claims.domain.placing import place
from claims.enums import CorrectionKind, SpeakerKind
from claims.matching.words import JOINER
from claims.models import Appearance, Claim, Correction, Speaker

WORDS = ("spans", "start", "end", "text", "reading", "kind", "pinned")


@transaction.atomic
def fix_spans(
    appearance_id: int,
    spans: Sequence[Sequence[int]],
    *,
    editor: User,
    seen: Sequence[Sequence[int]] | None = None,
    reason: str = "",
) -> Correction:
    """These are the words of the claim in this article: what they are and how they are quoted follows.

    `spans` are [start, end] in code points of the article's text; white space and quotation marks at their
    edges are left out. `seen` are the spans that the editor had in sight. Raises NotPrinted, StaleCorrection
    where the report is not as seen, CannotCorrect where the claim has these words already.
    """
    report = Appearance.objects.select_related("article").get(pk=appearance_id)
    (claim,) = lock_claims({report.claim_id: ""})
    report.refresh_from_db(fields=["spans", "claim"])
    if report.claim_id != claim.pk or (seen is not None and [list(span) for span in seen] != report.spans):
        raise StaleCorrection(claim, "Somebody else changed these words in the meantime.")
    text = report.article.text
    wanted = trimmed(text, spans)
    if [list(span) for span in wanted] == report.spans:
        raise CannotCorrect("These are its words already: select others.")
    before = {"appearance": report.pk, **{field: getattr(report, field) for field in WORDS}}
    _set_words(report, text, wanted)
    if claim.appearances.filter(article=report.article_id, spans=report.spans).exclude(pk=report.pk).exists():
        raise CannotCorrect("This claim has these words in this article already: reject one of the two.")
    report.pinned = True
    report.save(update_fields=list(WORDS))
    settle([claim.pk])
    after = {"appearance": report.pk, **{field: getattr(report, field) for field in WORDS}}
    # The log names the words as they were: a later reading that finds them again finds the decision.
    return write(
        CorrectionKind.SPAN,
        editor,
        claims=(claim, None),
        before=before,
        after=after,
        at=report,
        spans=before["spans"],
        reason=reason,
    )


@transaction.atomic
def add_claim(
    article_id: int,
    spans: Sequence[Sequence[int]],
    *,
    speaker: Speaker,
    editor: User,
    cue: str = "",
    reason: str = "",
) -> Correction:
    """A claim that Newsdesk missed joins the speaker's claim that says the same, or is a new one (`claim`).

    Raises NotPrinted, and CannotCorrect where the article has these words as this speaker's already.
    """
    article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
    wanted = trimmed(article.text, spans)
    if speaker.kind == SpeakerKind.UNNAMED and speaker.article_id != article.pk:
        raise CannotCorrect("An unnamed source belongs to one article: choose somebody of this one.")
    there = Appearance.objects.filter(article=article, spans=[list(span) for span in wanted])
    if (same := there.filter(claim__speaker=speaker).select_related("claim").first()) is not None:
        raise CannotCorrect(f"These words are claim {same.claim_id} of {speaker.name} already.")
    report = Appearance(
        article=article,
        cue=cue[:200],
        basis="an editor added this",
        read_name=speaker.name,
        read_kind=speaker.kind,
    )
    _set_words(report, article.text, wanted)
    touched = place([(report, speaker)])
    Appearance.objects.filter(pk=report.pk).update(pinned=True)
    settle(touched)
    claim = Claim.objects.get(pk=report.claim_id)
    return write(
        CorrectionKind.ADD,
        editor,
        claims=(claim, None),
        speakers=(speaker, None),
        before={},
        after={"appearance": report.pk, "spans": report.spans},
        at=report,
        reason=reason,
    )


@transaction.atomic
def reject_claim(claim_id: int, *, editor: User, reason: str, seen: str = "") -> Correction:
    """It is no claim: kept with its history, out of the queue and of sheets; an undo brings it back.

    What later articles print of it goes the same way. Raises CannotCorrect without a reason, StaleCorrection.
    """
    (claim,) = lock_claims({claim_id: seen})
    if not reason.strip():
        raise CannotCorrect("Say in a few words why this is no claim.")
    if claim.rejected:
        raise StaleCorrection(claim, f"Claim {claim.pk} was rejected in the meantime.")
    reports = list(claim.appearances.order_by("pk"))
    pins = {str(report.pk): report.pinned for report in reports}
    claim.appearances.update(pinned=True)
    claim.rejected = True
    claim.save(update_fields=["rejected"])
    return write(
        CorrectionKind.REJECT,
        editor,
        claims=(claim, None),
        before={"pinned": pins},
        after={"rejected": True},
        at=reports[0] if len(reports) == 1 else None,
        reason=reason,
    )


def undo_spans(correction: Correction) -> None:
    """Give a report the words back that it had."""
    report = Appearance.objects.select_for_update().filter(pk=correction.before["appearance"]).first()
    if report is None or report.spans != correction.after["spans"]:
        raise CannotCorrect("These words were changed again since: undo that first.")
    for field in WORDS:
        setattr(report, field, correction.before[field])
    report.save(update_fields=list(WORDS))
    settle([report.claim_id])


def undo_add(correction: Correction) -> None:
    """Take away the report that an editor added; the row of the log says what it was."""
    report = Appearance.objects.select_for_update().filter(pk=correction.after["appearance"]).first()
    if report is None or report.spans != correction.after["spans"]:
        raise CannotCorrect("What was added was changed since: undo that first.")
    claim = report.claim
    if claim.last_review_id is not None and claim.appearances.count() == 1:
        raise CannotCorrect(f"Claim {claim.pk} was marked since: undo that mark first.")
    report.delete()
    settle([claim.pk])


def undo_reject(correction: Correction) -> None:
    """The claim is one again."""
    claim = Claim.objects.select_for_update().get(corrections=correction)
    claim.rejected = False
    claim.save(update_fields=["rejected"])
    pins: dict[str, bool] = correction.before["pinned"]
    loose = [int(pk) for pk, pinned in pins.items() if not pinned]
    Appearance.objects.filter(pk__in=loose, claim=claim).update(pinned=False)


def _set_words(report: Appearance, text: str, spans: Sequence[tuple[int, int]]) -> None:
    """The fields that follow from where a report is printed."""
    report.spans = [list(span) for span in spans]
    report.start, report.end = spans[0][0], spans[-1][1]
    report.text = JOINER.join(text[start:end] for start, end in spans)
    report.reading = readable(report.text)
    report.kind = kind_of(text, tuple(spans))
