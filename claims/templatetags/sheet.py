"""One cell of a sheet's preview."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsdesk.templatetags.desk import icon

register = template.Library()

QUOTED = {"claim", "quote", "note"}
WRAPPING = {"outlets", "story", "speaker", "speaker_role", "headline", "via", "contested_by", "first_outlet"}
LINKS = {"evidence_url", "first_url", "url", "permalink"}
LINK_LENGTH = 48


@register.filter
def cell_class(name: str) -> str:
    """How a column's cells are set: as quoted text, as text that wraps, or on one line."""
    if name in QUOTED:
        return "w"
    return "" if name in WRAPPING else "nowrap"


@register.simple_tag
def sheet_cell(name: str, value: str) -> str | SafeString:
    """A value as the page shows it: a mark with its glyph, a link to open, a moment to the minute."""
    if name == "status":
        return format_html(
            '<span class="status" data-status="{}">{}{}</span>', value, icon(value), value.capitalize()
        )
    if name in LINKS and value:
        return _link(value)
    if name == "reviewed_at":
        return value[:16].replace("T", " ")
    return value


def _link(address: str) -> str | SafeString:
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return address
    # Nothing but the web and this desk's own pages is made clickable.
    if scheme not in {"http", "https"} and not address.startswith("/"):
        return address
    shown = address.removeprefix("https://").removeprefix("http://")
    if len(shown) > LINK_LENGTH:
        shown = shown[:LINK_LENGTH] + "…"
    return format_html('<a href="{}" rel="noreferrer">{}</a>', address, shown)
