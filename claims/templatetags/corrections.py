"""What editors mended, in words."""

from django import template

from claims.models import Correction
from claims.telling import told as told_of

register = template.Library()


@register.filter
def told(correction: Correction) -> str:
    """What a correction did, as a sentence."""
    if correction.undoes is None:
        return f"{told_of(correction)}."
    what = told_of(correction.undoes)
    return f"Taken back: {what[0].lower()}{what[1:]}."
