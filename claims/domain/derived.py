"""What claims are found by in the text search; everything else that lists go by the database keeps itself."""

from collections.abc import Iterable

from django.db import connection

from claims.models import Claim
from claims.search_text import CONFIGURATION, document


def index_words(claim_ids: Iterable[int]) -> None:
    """Bring the search in line with these claims' texts, wordings and speakers' names."""
    claims = (
        Claim.objects.filter(pk__in=list(claim_ids))
        .select_related("speaker__merged_into")
        .prefetch_related("appearances", "speaker__aliases", "speaker__merged_into__aliases")
    )
    ids, documents = [], []
    for claim in claims.order_by("pk"):
        speakers = filter(None, (claim.speaker, claim.speaker.merged_into))
        names = [
            name for who in speakers for name in (who.name, *(alias.name for alias in who.aliases.all()))
        ]
        ids.append(claim.pk)
        documents.append(document(claim.text, names, [report.text for report in claim.appearances.all()]))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE claims_claim AS claim SET search = fresh.words
            FROM (
                SELECT id, to_tsvector(%s::regconfig, document) AS words
                FROM unnest(%s::bigint[], %s::text[]) AS given (id, document)
            ) AS fresh
            WHERE claim.id = fresh.id AND claim.search IS DISTINCT FROM fresh.words
            """,
            [CONFIGURATION, ids, documents],
        )
