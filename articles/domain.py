"""How articles are stored: every write that touches more than one row."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Lower

from articles.enums import Detail, UploadState
from articles.models import Article, DetailsChange, Outlet, Story, Upload
from articles.readers import Reading, UnreadableFile, read

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Keep(Enum):
    """The value of a detail that is to stay as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP

_CURRENT_FIRST = (F("merged_into").asc(nulls_first=True), "-pk")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one article: its row, the upload it came in, and whether it is new.

    A copy leads to the article that was there first; nothing is to be extracted again.
    """

    article: Article
    upload: Upload
    created: bool


class SameTextInOutlet(Exception):
    """The outlet already has this text word for word; `article` is the one that was there first."""

    def __init__(self, article: Article) -> None:
        super().__init__(f"{article.outlet or 'No outlet'} already has this text: {article.title}.")
        self.article = article


class NotACopy(Exception):
    """The file is no copy (any more): somebody else, or a double click, has stored it."""


class StaleDetails(Exception):
    """Someone else changed the article's details since they were read; `article` shows them now."""

    def __init__(self, article: Article) -> None:
        super().__init__("The details have changed since this page was loaded.")
        self.article = article


class StaleTitle(Exception):
    """Someone else renamed the story since its name was read; `story` has the new one."""

    def __init__(self, story: Story) -> None:
        super().__init__(f"The story is called “{story.title}” by now.")
        self.story = story


class NotMergeable(Exception):
    """These stories can't be merged, or not be parted, as things are now; the message says why."""


def ingest_article(
    reading: Reading,
    *,
    filename: str,
    content: bytes,
    uploaded_by: "User | None" = None,
    outlet: str = "",
    story: str = "",
    published_on: datetime.date | None = None,
) -> Ingested:
    """Store one article with the file it came in, or link an exact copy to the first.

    What the file says wins; `outlet`, `story` and `published_on` fill what it leaves open.
    Two uploads of one text at the same time wait for each other, so only one is the first.
    """
    digest = Article.digest(reading.text)
    with transaction.atomic():
        lock(digest)
        article = Article.objects.filter(text_sha256=digest).order_by("pk").first()
        created = article is None
        if article is None:
            article = create_article(
                reading,
                filename=filename,
                outlet=outlet_named(reading.outlet or outlet),
                story=story_titled(reading.story or story),
                published_on=reading.published_on or published_on,
            )
        upload = Upload.objects.create(
            uploaded_by=uploaded_by,
            filename=storable(filename),
            content=content,
            size=len(content),
            state=UploadState.ACCEPTED if created else UploadState.COPY,
            notes="\n".join(reading.notes),
            article=article,
        )
    return Ingested(article, upload, created)


def create_article(
    reading: Reading,
    *,
    filename: str,
    outlet: Outlet | None,
    story: Story | None,
    published_on: datetime.date | None,
) -> Article:
    """One new row from what a reader found."""
    return Article.objects.create(
        outlet=outlet,
        story=story,
        story_decided=story is not None,
        external_id=reading.external_id[:200],
        filename=storable(filename),
        url=reading.url if len(reading.url) <= 2000 else "",
        headline=reading.headline[:500],
        headline_span=list(reading.headline_span) if reading.headline_span else None,
        byline=reading.byline[:300],
        published_on=published_on,
        text=reading.text,
        body_start=reading.body_start,
        text_sha256=Article.digest(reading.text),
        word_count=len(reading.text[reading.body_start :].split()),
    )


def storable(filename: str) -> str:
    """A file's name as the database can hold it: whatever its bytes, and its end where it is too long."""
    return filename.encode("utf-8", "replace").decode().replace("\0", "")[-255:]


def clear_uploads(upload_ids: Iterable[int]) -> None:
    """Take these files off the upload page; they and their articles stay."""
    Upload.objects.filter(pk__in=list(upload_ids)).update(cleared=True)


def refuse_upload(
    problem: UnreadableFile,
    *,
    filename: str,
    content: bytes,
    size: int | None = None,
    uploaded_by: "User | None" = None,
) -> Upload:
    """Keep a file that can't be read, with what to do about it: `problem`, a line end, the remedy.

    `content` may be cut short for a file over the limit; `size` is then what it had.
    """
    return Upload.objects.create(
        uploaded_by=uploaded_by,
        filename=storable(filename),
        content=content,
        size=len(content) if size is None else size,
        state=UploadState.REFUSED,
        problem=f"{problem.problem}\n{problem.remedy}",
    )


def set_article_details(
    article_id: int,
    *,
    outlet: Outlet | Keep | None = KEEP,
    published_on: datetime.date | Keep | None = KEEP,
    story: Story | Keep | None = KEEP,
    seen: str | None = None,
    editor: "User | None" = None,
) -> Article:
    """Change what is known about an article beside its text; the history tells who did.

    `seen` is `details_version()` of what the person had in front of them: raises
    `StaleDetails` and changes nothing when it is not that any more. Raises
    `SameTextInOutlet` when the outlet already has the same text.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article_id)
        lock(article.text_sha256)
        if seen is not None and seen != details_version(article):
            raise StaleDetails(article)
        before = _details(article)
        if not isinstance(outlet, Keep):
            refuse_same_text(article.text_sha256, outlet, except_for=article.pk)
            article.outlet = outlet
        if not isinstance(published_on, Keep):
            article.published_on = published_on
        if not isinstance(story, Keep):
            # No story where there was none is no decision: Newsdesk may still suggest one.
            article.story_decided |= story is not None or article.story_id is not None
            article.story = story
        article.save(update_fields=["outlet", "published_on", "story", "story_decided"])
        after = _details(article)
        DetailsChange.objects.bulk_create(
            DetailsChange(
                article=article, detail=detail, before=before[detail], after=after[detail], editor=editor
            )
            for detail in before
            if before[detail] != after[detail]
        )
    return article


def _details(article: Article) -> dict[Detail, str]:
    """An article's details as a person reads them."""
    return {
        Detail.OUTLET: article.outlet.name if article.outlet else "",
        Detail.DATE: article.published_on.isoformat() if article.published_on else "",
        Detail.STORY: article.story.title if article.story else "",
    }


def details_version(article: Article) -> str:
    """A text that changes whenever a person changes one of the article's details."""
    story = article.story_id if article.story_decided else ""
    return f"{article.outlet_id or ''}/{article.published_on or ''}/{story or ''}"


def not_a_copy(upload_id: int, *, outlet: Outlet, max_bytes: int) -> Article:
    """Store a copy as the article of another outlet that carried the same text.

    Raises `SameTextInOutlet` when that outlet has it already, `NotACopy`, and `UnreadableFile`
    where the limits are stricter by now; the caller queues the reading.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("article").get(pk=upload_id)
        first = upload.article
        if first is None or upload.state != UploadState.COPY:
            raise NotACopy(f"Upload {upload.pk} is not a copy.")
        lock(first.text_sha256)
        refuse_same_text(first.text_sha256, outlet)
        reading = read(bytes(upload.content), filename=upload.filename, max_bytes=max_bytes)
        upload.article = create_article(
            reading,
            filename=upload.filename,
            outlet=outlet,
            story=story_titled(reading.story) or first.story,
            published_on=reading.published_on or first.published_on,
        )
        upload.state = UploadState.ACCEPTED
        upload.save(update_fields=["article", "state"])
    return upload.article


def outlet_named(name: str) -> Outlet | None:
    """The outlet of that name in any letter case, made where there is none; None for no name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    with transaction.atomic():
        lock("outlet", name.casefold())
        # By the expression of the unique index: `iexact` compares in upper case, where "İ" is no "I".
        same = Outlet.objects.alias(lowered=Lower("name")).filter(lowered=Lower(Value(name)))
        outlet = same.first()
        return outlet or Outlet.objects.create(name=name, siglum=suggest_siglum(name))


def suggest_siglum(name: str) -> str:
    """Two letters for an outlet that no other outlet has; empty when all its letters are taken."""
    words = [word for word in name.split() if word.casefold() not in {"the", "of", "and"}] or name.split()
    words = [letters for word in words if (letters := "".join(filter(str.isalnum, word)))]
    if not words:
        return ""
    first, rest = words[0], "".join(words)[1:]
    wanted = [first[0] + word[0] for word in words[1:]] + [first[0] + letter for letter in rest]
    taken = set(Outlet.objects.exclude(siglum="").values_list("siglum", flat=True))
    return next((siglum for pair in wanted if (siglum := pair.upper()) not in taken), "")


def story_titled(title: str) -> Story | None:
    """The latest story of that title in any letter case, made where there is none; None for no title."""
    title = " ".join(title.split())[:300]
    if not title:
        return None
    with transaction.atomic():
        lock("story", title.casefold())
        story = Story.objects.filter(title__iexact=title).order_by(*_CURRENT_FIRST).first()
        return story.current if story else Story.objects.create(title=title)


def accept_story(story_id: int, *, articles: Iterable[int] | None = None) -> int:
    """Make the suggested articles of a story (all, or these) its own by decision; returns how many."""
    suggested = Article.objects.filter(story=story_id, story_decided=False)
    if articles is not None:
        suggested = suggested.filter(pk__in=articles)
    return suggested.update(story_decided=True)


def rename_story(story_id: int, *, title: str, seen: str, editor: "User | None" = None) -> Story:
    """Give a story another name; raises `StaleTitle` when it is not called `seen` any more."""
    with transaction.atomic():
        story = Story.objects.select_for_update().get(pk=story_id)
        if story.title != seen:
            raise StaleTitle(story)
        story.title = " ".join(title.split())
        story.save(update_fields=["title"])
        if story.title != seen:
            _changed(story, Detail.TITLE, seen, story.title, editor)
    return story


def _changed(story: Story, detail: Detail, before: str, after: str, editor: "User | None") -> None:
    DetailsChange.objects.create(story=story, detail=detail, before=before, after=after, editor=editor)


def merge_stories(story_id: int, *, into: int, editor: "User | None" = None) -> Story:
    """Make two stories one: the articles move, the old address leads on; returns the one that stays.

    What was a suggestion stays one. Raises `NotMergeable` where one of the two is merged already, or both
    are the same; Story.DoesNotExist.
    """
    with transaction.atomic():
        stories = {story.pk: story for story in _locked_stories(story_id, into)}
        story, target = stories[story_id], stories[into]
        if story == target:
            raise NotMergeable("A story can’t be merged into itself.")
        if story.merged_into_id or target.merged_into_id:
            raise NotMergeable("Someone else has merged one of these stories already.")
        story.moved = list(story.articles.order_by("pk").values_list("pk", flat=True))
        story.articles.update(story=target)
        story.merged_into = target
        story.save(update_fields=["merged_into", "moved"])
        _changed(story, Detail.MERGED, "", target.title, editor)
    return target


def unmerge_story(story_id: int, *, editor: "User | None" = None) -> Story:
    """Take a merge back: the articles that came with the story return to it, unless they were moved since.

    Raises `NotMergeable` where it is not merged (any more); Story.DoesNotExist.
    """
    with transaction.atomic():
        story = Story.objects.select_for_update().get(pk=story_id)
        if story.merged_into is None:
            raise NotMergeable("Someone else has taken this merge back already.")
        Article.objects.filter(pk__in=story.moved, story=story.current).update(story=story)
        _changed(story, Detail.MERGED, story.merged_into.title, "", editor)
        story.merged_into, story.moved = None, []
        story.save(update_fields=["merged_into", "moved"])
    return story


def _locked_stories(*ids: int) -> list[Story]:
    """These stories, locked in one order, so that two merges never wait for each other."""
    found = list(Story.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(found) < len(set(ids)):
        raise Story.DoesNotExist
    return found


def refuse_same_text(digest: str, outlet: Outlet | None, *, except_for: int | None = None) -> None:
    """Raise `SameTextInOutlet` when the outlet (or no outlet) has a text of that digest."""
    there = Article.objects.filter(text_sha256=digest, outlet=outlet).select_related("outlet").first()
    if there and there.pk != except_for:
        raise SameTextInOutlet(there)


def lock(*names: str) -> None:
    """Wait until no other transaction holds the lock of these names; ours ends with the transaction."""
    key = int.from_bytes(sha256("\0".join(names).encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
