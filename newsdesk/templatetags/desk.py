"""Template tags and filters that every page may use."""

import re
from datetime import datetime

from django import template
from django.contrib.auth.models import User
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One glyph of static/icons.svg; the word beside it carries the meaning."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name
    )


@register.filter(name="is")
def is_(value: object, other: str) -> str:
    """'true' or 'false', as ARIA attributes want it."""
    return "true" if value == other else "false"


@register.filter
def person(user: User) -> str:
    """How the desk names one of its people."""
    return user.first_name or user.get_username()


AT = {
    "briefing",
    "ceremony",
    "conference",
    "event",
    "forum",
    "hearing",
    "meeting",
    "presser",
    "rally",
    "summit",
}


@register.filter
def where(venue: str) -> str:
    """A venue with what goes before it: 'on Lantern', 'in a post', 'at a press conference in Velmouth'."""
    thing = re.split(r" (?:in|with|on|at|of) ", venue, maxsplit=1)[0].split()
    if not thing or not thing[0].islower():
        return f"on {venue}"
    preposition = "at" if thing[-1] in AT else "in"
    several = thing[-1].endswith("s") and not thing[-1].endswith("ss")
    article = "" if several else "an " if thing[0][0] in "aeio" else "a "
    return f"{preposition} {article}{venue}"


@register.filter
def moment(when: datetime) -> str:
    """A time as a row has room for it: '10:31' today, else '14 Mar' or '14 Mar 2025'."""
    local, today = timezone.localtime(when), timezone.localdate()
    if local.date() == today:
        return date_format(local, "H:i")
    return date_format(local, "j M" if local.year == today.year else "j M Y")


@register.filter
def ago(when: datetime) -> str:
    """How long ago, roughly: '20 s ago', '3 min ago', else at which time."""
    seconds = max(0, int((timezone.now() - when).total_seconds()))
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 3600:
        return f"{seconds // 60} min ago"
    return f"at {moment(when)}" if timezone.localdate(when) == timezone.localdate() else f"on {moment(when)}"
