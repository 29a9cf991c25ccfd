"""What people send about articles."""

from typing import Any

from django import forms

from articles.models import Story


class UploadForm(forms.Form):
    """Pasted text, and what holds for it and the files beside it unless a file says otherwise."""

    text = forms.CharField(required=False, strip=False)
    story = forms.CharField(required=False, max_length=300)
    outlet = forms.CharField(required=False, max_length=200)
    published_on = forms.DateField(required=False)

    def clean_text(self) -> str:
        """The text with the line ends that were typed: a form sends every one of them as CR LF."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class DetailsForm(forms.Form):
    """What is known about an article beside its text. A field that is not sent stays as it is."""

    outlet = forms.CharField(required=False, max_length=200)
    story = forms.CharField(required=False, max_length=300)
    published_on = forms.DateField(required=False)
    seen = forms.CharField(required=False, max_length=100)


class MergeForm(forms.Form):
    """The story that another is merged into, by its name."""

    into = forms.CharField(max_length=300)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def clean_into(self) -> Story:
        """The one other story of that name."""
        title = str(self.cleaned_data["into"])
        found = Story.objects.current().exclude(pk=self.story.pk).filter(title__iexact=title)[:2]
        if not found:
            raise forms.ValidationError(f"No other story is called “{title}”. Choose one of the list.")
        if len(found) > 1:
            raise forms.ValidationError(f"Several stories are called “{title}”. Rename one of them first.")
        return found[0]


class StoryForm(forms.Form):
    """A story's name, with the one that the person saw."""

    title = forms.CharField(max_length=300)
    seen = forms.CharField(required=False, max_length=300)
