"""What people send about articles."""

from django import forms


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


class StoryForm(forms.Form):
    """A story's name, with the one that the person saw."""

    title = forms.CharField(max_length=300)
    seen = forms.CharField(required=False, max_length=300)
