"""Printed wordings as HTML: the marker behind what an outlet prints, the blue pencil on what differs."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claims.comparison.passages import Passage, Piece, Run, shouts
from claims.comparison.renditions import Label, Masthead, Rendition
from claims.matching.collation import Op
from newsdesk.templatetags.desk import icon

register = template.Library()

OPENING = "“‘(\"'"
LOWER = mark_safe(' class="lower"')
NUMBER = "<sup>{}</sup>"


@register.simple_tag
def sig(who: Masthead | Rendition, *, box: bool = False) -> SafeString:
    """The letters that stand for an outlet; a raised number tells a later mention from its first."""
    outlet, number = (who.outlet, who.number) if isinstance(who, Rendition) else (who, 1)
    return format_html(
        '<abbr class="sig{}" title="{}">{}{}</abbr>',
        " sig--box" if box else "",
        outlet.name,
        outlet.siglum,
        format_html(NUMBER, number) if number > 1 else "",
    )


@register.simple_tag
def coverage_label(label: Label) -> SafeString:
    """What an outlet made of a claim: glyph and word."""
    return format_html(
        '<span class="label" data-label="{}">{}{}</span>', label.slug, icon(f"l-{label.slug}"), label.word
    )


@register.filter
def marked(passage: Passage) -> SafeString:
    """A passage with its printed spans in <mark class="q">, departures from the base as del and ins."""
    return _join(_run(run, passage.shouted) for run in passage.runs)


def _run(run: Run, shouted: bool) -> SafeString:
    if not run.pieces:
        return _join(_small(run.text, shouted=False))
    return format_html(
        '<mark class="q" data-start="{}" data-end="{}">{}</mark>',
        run.start,
        run.end,
        _join(_marks(run.pieces, shouted)),
    )


def _marks(pieces: tuple[Piece, ...], shouted: bool) -> Iterator[SafeString]:
    for number, piece in enumerate(pieces):
        printed = _join(_small(piece.text, shouted=shouted))
        if piece.op is Op.SAME:
            yield printed
        elif piece.op is Op.ADDED:
            yield format_html('<ins><span class="vh">added: </span>{}</ins>', printed)
        elif piece.op is Op.CHANGED:
            yield format_html(
                '<span class="alt">{}<ins><span class="vh">here: </span>{}</ins></span>',
                _deleted(piece, "base: "),
                printed,
            )
        else:
            before, after = _neighbours(pieces, number)
            yield format_html(
                "{}{}{}",
                " " if before and not before[-1].isspace() and before[-1] not in OPENING else "",
                _deleted(piece, "missing: "),
                " " if after and (after[0].isalnum() or after[0] in OPENING) else "",
            )


def _neighbours(pieces: tuple[Piece, ...], number: int) -> tuple[str, str]:
    """What is printed beside a piece that prints nothing."""
    before = pieces[number - 1] if number else None
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    return (before.text or before.base if before else ""), (after.text or after.base if after else "")


def _deleted(piece: Piece, word: str) -> SafeString:
    return format_html(
        '<del{}><span class="vh">{}</span>{}</del>', LOWER if piece.quiet else "", word, piece.base
    )


def _small(text: str, *, shouted: bool) -> Iterator[SafeString]:
    """Capitals that run on are set smaller; they are never rewritten."""
    for stretch, capitals in shouts(text, shouted=shouted):
        yield format_html('<span class="caps">{}</span>' if capitals else "{}", stretch)


def _join(parts: Iterator[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
