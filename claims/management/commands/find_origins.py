"""Look through what is stored for origins, days and passages as fact, for desks older than those."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article
from claims.domain.as_fact import suggest_as_fact
from claims.domain.dating import follow_details


class Command(BaseCommand):
    """Reads no article again, and keeps all that editors decided; may be run any number of times."""

    help = "Find origins, the days on which claims were said, and passages as fact in stored articles."

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction an article, so that the desk goes on working meanwhile."""
        events: set[int] = set()
        ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        for pk in ids:
            with transaction.atomic():
                article = Article.objects.select_for_update(of=("self",)).filter(pk=pk).first()
                if article is None:
                    continue
                follow_details(article)
                event = article.story_id or -article.pk
                if event not in events:
                    suggest_as_fact([article.pk])
                    events.add(event)
        self.stdout.write(f"{len(ids)} articles looked through.")
