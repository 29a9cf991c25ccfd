"""Reports that were there before get what is printed for their speaker, and whom the article means by it."""

from django.db import migrations

FORWARD = """
UPDATE claims_appearance AS report SET
    source = left(btrim(coalesce((
        SELECT string_agg(substr(article.text, report.source_spans[place][1] + 1,
                                 report.source_spans[place][2] - report.source_spans[place][1]),
                          ' ' ORDER BY place)
        FROM generate_series(1, coalesce(array_length(report.source_spans, 1), 0)) AS place
    ), '')), 200),
    read_name = speaker.name,
    read_kind = speaker.kind
FROM articles_article AS article, claims_claim AS claim, claims_speaker AS speaker
WHERE article.id = report.article_id AND claim.id = report.claim_id AND speaker.id = claim.speaker_id
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_names_and_evidence")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
