"""What the admin keeps of the desk's own lists."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from claims.enums import Status
from claims.models import ReviewReason

MARKS = [(status.value, status.value.capitalize()) for status in Status if status is not Status.UNREVIEWED]


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no argument at run time
    """A reason, and the marks that it is offered for."""

    statuses = forms.MultipleChoiceField(
        choices=MARKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Offered for",
        help_text="None ticked: for all of them.",
    )

    class Meta:
        model = ReviewReason
        fields = ("label", "statuses", "active", "position")


@admin.register(ReviewReason)
class ReviewReasonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument at run time
    """The reasons that editors choose from. One that was used keeps its words: switch it off instead."""

    form = ReasonForm
    list_display = ("label", "statuses", "active", "position")
    list_editable = ("active", "position")

    def get_readonly_fields(self, request: HttpRequest, obj: ReviewReason | None = None) -> tuple[str, ...]:
        """The history must go on saying what an editor said."""
        return ("label",) if obj is not None and obj.reviews.exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: ReviewReason | None = None) -> bool:
        """A reason is switched off, not removed."""
        return False
