"""What editors send: marks, bulk marks, answers to suggestions; and the queue's filters."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict

from claims.enums import DisputedFor, LinkState, QuoteKind, Status, Variant
from claims.linter import Rule
from claims.listing import Listing, Rejected
from claims.models import Claim, ReviewReason
from claims.querysets import ClaimQuerySet
from claims.searching import Search, understand

NOTE_LENGTH = 10_000
LINKS = 20
"""Evidence links that one mark can have."""
MARKS = (Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED)
"""The marks an editor can set, in the order in which the desk names them."""

SORTS = {
    "priority": "Needs you first",
    "outlets": "Most outlets",
    "newest": "Newest",
    "oldest": "Oldest",
}
DEFAULT_SORT = "priority"


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
    variant = forms.TypedMultipleChoiceField(
        required=False,
        coerce=Variant,
        choices=[(variant.value, variant.value.capitalize()) for variant in Variant],
    )
    article = IdsField(required=False)
    reviewer = IdsField(required=False)
    assigned = IdsField(required=False)
    published_from = forms.DateField(required=False)
    published_to = forms.DateField(required=False)
    said_from = forms.DateField(required=False)
    said_to = forms.DateField(required=False)
    contested = forms.BooleanField(required=False)
    q = forms.CharField(required=False)
    # Addresses from before the order had more to go by.
    sort = forms.ChoiceField(required=False, choices=[*SORTS.items(), ("contested", "")])

    def __init__(self, data: QueryDict | None = None, *, user: User | None = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_sort(self) -> str:
        """The order; what needs a person most first, unless another is asked for."""
        sort = self.cleaned_data["sort"]
        return sort if sort in SORTS else DEFAULT_SORT

    @property
    def beside(self) -> dict[str, Any]:
        """The filters that are set beside the search box and make sense."""
        self.is_valid()
        given = self.cleaned_data.items()
        return {name: value for name, value in given if name not in {"sort", "q"} and value}

    @cached_property
    def search(self) -> Search:
        """The search box's query, understood for this person."""
        beside = self.beside
        return understand(self.cleaned_data.get("q", ""), user=self.user, taken=beside)

    def claims(self, *, status: bool = True) -> ClaimQuerySet:
        """The claims that fit, in no order; without `status`, whatever theirs is."""
        every = Claim.objects.turned_down() if self.search.rejected else Claim.objects.current()
        chosen = self.chosen()
        return every.matching(**{name: value for name, value in chosen.items() if status or name != "status"})

    def listing(self, *, status: bool = True) -> Listing | Rejected:
        """The same claims as pages and counts; without `status`, whatever theirs is."""
        if self.search.rejected:
            return Rejected(self.claims(status=status))
        chosen = self.chosen()
        return Listing.of({name: value for name, value in chosen.items() if status or name != "status"})

    def chosen(self) -> dict[str, Any]:
        """All filters that are set and make sense, as keywords of `ClaimQuerySet.matching`."""
        search = self.search
        found = self.beside | search.filters
        return found | {"q": search.conditions} if search.conditions else found

    @property
    def narrows(self) -> bool:
        """Whether the address leaves any claim out."""
        return bool(self.beside or self.search.understood)

    @property
    def sorted_by(self) -> str:
        """One of SORTS, also where the query string asked for nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get("sort") or DEFAULT_SORT)


class ViewForm(forms.Form):
    """A saved view's name, and whether others see it."""

    name = forms.CharField(
        max_length=60,
        error_messages={
            "required": "Give the view a name.",
            "max_length": "A name has at most %(limit_value)d characters; this one has %(show_value)d.",
        },
    )
    shared = forms.BooleanField(required=False)


class SaveViewForm(ViewForm):
    """A view to be kept. `replace`: in the place of the one that has this name."""

    default = forms.BooleanField(required=False)
    replace = forms.BooleanField(required=False)


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
        """The list of reasons by mark; one that was switched off stays where it is set."""
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


class OriginForm(forms.Form):
    """Whence one article's reports of a claim come: whence another's do, their own, or take that back."""

    article = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    same_as = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    undo = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """ValidationError where the other article is the same one."""
        cleaned = super().clean() or {}
        if cleaned.get("article") == cleaned.get("same_as"):
            raise ValidationError("Choose another article.")
        return cleaned


class AssignForm(forms.Form):
    """Whose claim it is to be; nobody's without a choice."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["to"] = forms.ModelChoiceField(
            User.objects.with_perm("claims.review_claim"),
            required=False,
            error_messages={"invalid_choice": "Nobody who marks claims has that name: choose somebody else."},
        )


class DismissForm(forms.Form):
    """The hint that somebody has seen enough of."""

    rule = forms.ChoiceField(choices=[(rule.value, rule.value) for rule in Rule])


class MatchForm(forms.Form):
    """What is asked of the page on a claim's reports, by its address or by a post; nonsense is left out."""

    do = forms.ChoiceField(required=False, choices=[(do, do) for do in ("split", "move", "merge")])
    report = IdsField(required=False)
    to = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    q = forms.CharField(required=False, max_length=200)
    find = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, max_length=50)
    seen_to = forms.CharField(required=False, max_length=50)
    reason = forms.CharField(required=False, max_length=2000)

    def asked(self) -> dict[str, Any]:
        """Each field's value, an empty one where there is none."""
        self.is_valid()
        empty: dict[str, Any] = {
            "do": "",
            "report": [],
            "to": None,
            "q": "",
            "seen": "",
            "seen_to": "",
            "reason": "",
        }
        asked = empty | self.cleaned_data
        return asked | {"to": None} if asked.get("find") else asked
