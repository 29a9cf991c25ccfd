"""What editors send: marks, bulk marks, answers to suggestions; and the queue's filters."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from claims.enums import DisputedFor, LinkState, QuoteKind, Status
from claims.models import ReviewReason

NOTE_LENGTH = 10_000
LINKS = 20
"""Evidence links that one mark can have."""
MARKS = (Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED)
"""The marks an editor can set, in the order in which the desk names them."""

SORTS = {"contested": "Contested first", "outlets": "Most outlets", "newest": "Newest"}


class IdsField(forms.Field):
    """Several ids from a query string, as a list of integers."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        """The ids; ValidationError where one is no number that an id can be."""
        try:
            ids = [int(item) for item in value or []]
        except ValueError:
            raise ValidationError("This is no number.") from None
        if any(not 0 < id_ < 2**63 for id_ in ids):
            raise ValidationError("No row has this number.")
        return ids


class NamesField(forms.Field):
    """Several names from a query string."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """The names, without empty ones and without characters that no name has."""
        return [item.replace("\0", "") for item in value or [] if item.strip()]


class LinksField(forms.Field):
    """Web addresses: one a value, or several in one with white space between them."""

    widget = forms.SelectMultiple
    one = forms.URLField(max_length=2000, assume_scheme="https")

    def to_python(self, value: Any) -> list[str]:
        """The addresses, each once; ValidationError names the one that is none."""
        links: list[str] = []
        for link in " ".join(value or []).split():
            try:
                links.append(self.one.clean(link))
            except ValidationError:
                shown = link if len(link) < 80 else f"{link[:79]}…"
                raise ValidationError(
                    f"“{shown}” is no web address: give one like https://example.org/report."
                ) from None
        if len(links) > LINKS:
            raise ValidationError(f"A mark has at most {LINKS} evidence links; these are {len(links)}.")
        return list(dict.fromkeys(links))


class QueueFilters(forms.Form):
    """Which claims the queue shows, from the query string. What makes no sense is left out and named."""

    story = IdsField(required=False)
    status = forms.TypedMultipleChoiceField(
        required=False,
        coerce=Status,
        choices=[(status.value, status.value.capitalize()) for status in Status],
    )
    speaker = IdsField(required=False)
    outlet = IdsField(required=False)
    kind = forms.TypedMultipleChoiceField(
        required=False,
        coerce=QuoteKind,
        choices=[(kind.value, kind.value.capitalize()) for kind in QuoteKind],
    )
    via = NamesField(required=False)
    contested = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=200)
    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()))

    def clean_sort(self) -> str:
        """The order; contested first unless another is asked for."""
        return self.cleaned_data["sort"] or "contested"

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense, as keywords of `ClaimQuerySet.matching`."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name != "sort" and value}

    @property
    def sorted_by(self) -> str:
        """One of SORTS, also where the query string asked for nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get("sort") or "contested")


class MarkForm(forms.Form):
    """The mark itself: a status, and what is disputed where it is Disputed.

    A reason alone says Disputed too: its buttons are what saves a dispute.
    """

    status = forms.ChoiceField(
        required=False,
        choices=[(status.value, status.value.capitalize()) for status in MARKS],
        error_messages={"invalid_choice": "Choose Confirm, Dispute or Attribute."},
    )
    disputed_for = forms.ChoiceField(
        required=False,
        choices=[(reason.value, f"the {reason.value}") for reason in DisputedFor],
        error_messages={"invalid_choice": "Disputed is either the content or the words."},
    )

    def clean(self) -> dict[str, Any]:
        """`status` a Status, `disputed_for` a DisputedFor or None."""
        data = self.cleaned_data
        if "status" not in data or "disputed_for" not in data:
            return data
        reason = DisputedFor(data["disputed_for"]) if data["disputed_for"] else None
        if not data["status"] and reason is None:
            raise ValidationError("Choose Confirm, Dispute or Attribute.", code="no-status")
        status = Status(data["status"] or Status.DISPUTED)
        if status is Status.DISPUTED and reason is None:
            raise ValidationError("Choose what is disputed: the content or the words.", code="no-reason")
        # A reason left over from an earlier choice says nothing about another status.
        return data | {"status": status, "disputed_for": reason if status is Status.DISPUTED else None}


class ReviewForm(MarkForm):
    """An editor's mark on one claim, with the latest review that they had in sight."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={
            "max_length": "A note has at most %(limit_value)d characters; this one has %(show_value)d."
        },
    )
    evidence_url = LinksField(required=False)
    reason = forms.ModelChoiceField(
        ReviewReason.objects.all(),
        required=False,
        error_messages={"invalid_choice": "That reason is not on the list any more: choose another."},
    )
    seen_review = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def clean(self) -> dict[str, Any]:
        """With `evidence_urls`; a reason for another status is left out, as what is disputed is."""
        data = super().clean()
        if "evidence_url" in data:
            data["evidence_urls"] = data.pop("evidence_url")
        reason = data.get("reason")
        if reason and reason.statuses and data.get("status") not in reason.statuses:
            data["reason"] = None
        return data

    @property
    def links(self) -> list[str]:
        """What stands in the boxes for evidence, as it was typed."""
        return [link for link in self["evidence_url"].value() or [] if link.strip()]

    @cached_property
    def reasons(self) -> list[tuple[str, list[ReviewReason]]]:
        """The list of reasons, by the mark that they are for; one that was switched off stays where it is set."""
        chosen = str(self["reason"].value() or "")
        offered = [r for r in ReviewReason.objects.all() if r.active or str(r.pk) == chosen]
        groups = [
            (f"{status.value.capitalize()}", [r for r in offered if status in r.statuses]) for status in MARKS
        ]
        return [
            (name, group)
            for name, group in [("Any", [r for r in offered if not r.statuses]), *groups]
            if group
        ]


class BulkForm(MarkForm):
    """One mark on several claims, each with the review seen: `claims=17:99`, or `17:` for none."""

    claims = NamesField(error_messages={"required": "Select the claims to mark."})

    def clean_claims(self) -> list[tuple[int, int | None]]:
        """Pairs of claim and the review seen, in the order they were sent."""
        try:
            pairs = [item.partition(":") for item in self.cleaned_data["claims"]]
            return [(int(claim), int(seen) if seen else None) for claim, _, seen in pairs]
        except ValueError:
            raise ValidationError("Select the claims again: the page sent something else.") from None


class UndoForm(forms.Form):
    """The reviews to take back."""

    review = IdsField(error_messages={"required": "Nothing to undo."})


class LinkForm(forms.Form):
    """The answer to 'does this contest that?'; `suggested` takes an answer back."""

    state = forms.TypedChoiceField(
        coerce=LinkState, choices=[(state.value, state.value) for state in LinkState]
    )
