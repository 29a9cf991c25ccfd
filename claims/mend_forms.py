"""What editors send to mend who said something, where it is printed, and what a speaker is called."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Story
from claims.domain.mending.printed import NotPrinted, find_printed, trimmed
from claims.enums import SpeakerKind
from claims.extraction.records import Spans
from claims.forms import IdsField
from claims.models import Speaker

KINDS = [(kind.value, kind.value.capitalize()) for kind in SpeakerKind]
SCOPES = [("", "Only here"), ("story", "In this story"), ("everywhere", "Everywhere")]


class WhoForm(forms.Form):
    """Somebody by name: who is known, or who is new, of this kind."""

    name = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Say who said it: a name, or how the article calls an unnamed source.",
            "max_length": "A name has at most %(limit_value)d characters; this one has %(show_value)d.",
        },
    )
    kind = forms.TypedChoiceField(
        coerce=SpeakerKind, choices=KINDS, required=False, empty_value=SpeakerKind.PERSON
    )

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())


class FixSpeakerForm(WhoForm):
    """Who said what some reports of a claim say, and whether a printed name means them elsewhere too."""

    report = IdsField(error_messages={"required": "Choose the reports whose speaker is another one."})
    alias = forms.CharField(required=False, max_length=200)
    scope = forms.ChoiceField(required=False, choices=SCOPES)
    reason = forms.CharField(required=False, max_length=2000)
    seen = forms.CharField(required=False, max_length=60)


class RejectForm(forms.Form):
    """Why something is no claim."""

    reason = forms.CharField(
        max_length=2000,
        error_messages={"required": "Say in a few words why this is no claim."},
    )
    seen = forms.CharField(required=False, max_length=60)


class AtField(forms.Field):
    """Spans from an address: '10-25', or '10-25,30-41' for a discontinuous one."""

    def to_python(self, value: Any) -> list[list[int]]:
        """The spans; ValidationError where they are none."""
        try:
            spans = [[int(edge) for edge in part.split("-")] for part in (value or "").split(",") if part]
        except ValueError:
            raise ValidationError("Select the words again: the page sent something else.") from None
        if any(len(span) != 2 or span[1] >= 2**31 for span in spans) or len(spans) > 20:
            raise ValidationError("Select the words again: the page sent something else.")
        return spans


class WordsForm(forms.Form):
    """Words of an article: by where they stand (`at`), or as they are printed (`words`)."""

    at = AtField(required=False)
    words = forms.CharField(required=False, max_length=20_000, strip=False)
    seen = AtField(required=False)
    reason = forms.CharField(required=False, max_length=2000)

    def places(self, text: str) -> list[Spans]:
        """Where the words stand in this text: several places are a question. Raises NotPrinted."""
        if not self.is_valid():
            raise NotPrinted(" ".join(str(error) for errors in self.errors.values() for error in errors))
        if self.cleaned_data["at"]:
            return [trimmed(text, self.cleaned_data["at"])]
        return [trimmed(text, place) for place in find_printed(text, self.cleaned_data["words"])]


class SpeakerForm(WhoForm):
    """What is known of a speaker."""

    role = forms.CharField(required=False, max_length=300)
    seen = forms.CharField(required=False, max_length=1000, strip=False)


class AliasForm(forms.Form):
    """A name that means a speaker, everywhere or in one story."""

    name = forms.CharField(max_length=200, error_messages={"required": "Give the name that articles print."})
    story = forms.ModelChoiceField(Story.objects.all(), required=False, empty_label="Everywhere")


class MergeForm(forms.Form):
    """The speaker that another one is, by name."""

    into = forms.CharField(max_length=200, error_messages={"required": "Give the name of the other speaker."})

    def clean_into(self) -> Speaker:
        """The current speaker of this name."""
        name = " ".join(str(self.cleaned_data["into"]).split())
        found = Speaker.objects.filter(name__iexact=name, article=None).select_related("merged_into").first()
        if found is None:
            raise ValidationError(f"There is no speaker called “{name}”: choose one of the list.")
        return found.merged_into or found
