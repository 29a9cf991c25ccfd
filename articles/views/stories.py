"""The list of stories, and one story's coverage."""

import datetime

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import format as format_date
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles.domain import (
    NotMergeable,
    StaleTitle,
    accept_story,
    merge_stories,
    rename_story,
    unmerge_story,
)
from articles.forms import MergeForm, StoryForm
from articles.models import Story
from articles.views.articles import number
from articles.views.coverage import cover
from claims.comparison.renditions import ABSENT, AS_FACT, Label
from claims.domain import queue_relating
from claims.enums import Variant
from newsdesk.http import DeskRequest

PAGE = 50
"""Stories on one page of the list."""

LEGEND = tuple(map(Label, (*Variant, AS_FACT, ABSENT)))
"""Every label that a cell may have."""


@require_GET
@permission_required("articles.view_article", raise_exception=True)
def stories(request: DeskRequest) -> HttpResponse:
    """Newest first; `before` (an id) pages."""
    found = Story.objects.current().with_counts()
    if before := number(request, "before"):
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        "section": "stories",
        "stories": rows[:PAGE],
        "before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "articles/stories.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("articles.view_article", raise_exception=True)
def story(request: DeskRequest, pk: int) -> HttpResponse:
    """Claims by speaker, outlets side by side (`only`: those with differences); POST renames the story."""
    story = get_object_or_404(Story.objects.with_counts(), pk=pk)
    if story.merged_into is not None:
        return redirect(story.current)
    if request.method == "GET":
        return page(request, story)
    if not request.user.has_perm("articles.change_story"):
        raise PermissionDenied
    form = StoryForm(request.POST)
    if not form.is_valid():
        return page(request, story, form=form, status=422)
    try:
        rename_story(
            pk, title=form.cleaned_data["title"], seen=form.cleaned_data["seen"], editor=request.user
        )
    except StaleTitle as stale:
        form.add_error("title", f"Someone else has renamed it to “{stale.story.title}”: not saved.")
        return page(request, stale.story, form=form, status=409)
    return redirect(story)


@require_POST
@permission_required("articles.change_story", raise_exception=True)
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """Agree that the articles which Newsdesk put into the story belong there."""
    story = get_object_or_404(Story, pk=pk)
    accept_story(pk)
    return redirect(story)


@require_POST
@permission_required("articles.change_story", raise_exception=True)
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Make this story a part of another: the articles move there and are held against its claims."""
    story = get_object_or_404(Story.objects.with_counts(), pk=pk)
    form = MergeForm(request.POST, story=story)
    if not form.is_valid():
        return page(request, story, merging=form, status=422)
    try:
        with transaction.atomic():
            target = merge_stories(pk, into=form.cleaned_data["into"].pk, editor=request.user)
            queue_relating(target.articles.values_list("pk", flat=True))
    except NotMergeable as problem:
        form.add_error("into", str(problem))
        return page(request, story, merging=form, status=409)
    return redirect(target)


@require_POST
@permission_required("articles.change_story", raise_exception=True)
def unmerge(request: DeskRequest, pk: int) -> HttpResponse:
    """Part a merged story from the one it went into."""
    story = get_object_or_404(Story, pk=pk)
    try:
        with transaction.atomic():
            story = unmerge_story(pk, editor=request.user)
            queue_relating(story.articles.values_list("pk", flat=True))
    except NotMergeable:
        pass  # Someone else was faster: the page shows it as it is.
    return redirect(story)


def page(
    request: DeskRequest,
    story: Story,
    *,
    form: StoryForm | None = None,
    merging: MergeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The story's page."""
    only = bool(request.GET.get("only"))
    coverage = cover(story, only=only)
    dates = [day for column in coverage.columns for day in column.dates]
    may_change = request.user.has_perm("articles.change_story")
    context = {
        "section": "stories",
        "story": story,
        "coverage": coverage,
        "when": between(min(dates), max(dates)) if dates else "",
        "only": only,
        "form": form,
        "merging": merging,
        "merged": story.merged_stories.order_by("pk"),
        "others": Story.objects.current().exclude(pk=story.pk)[:200] if may_change else (),
        "labels": LEGEND,
    }
    return render(request, "articles/story.html", context, status=status)


def between(first: datetime.date, last: datetime.date) -> str:
    """'14 March 2025', '13–15 March 2025', '28 February – 2 March 2025'."""
    end = format_date(last, "j F Y")
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{format_date(first, 'j F' if first.year == last.year else 'j F Y')} – {end}"
