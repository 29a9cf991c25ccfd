"""Claims that were there before get what they are listed by."""

from django.db import migrations

from claims.search_text import CONFIGURATION, document

CHUNK = 1000


def words(apps, schema_editor):
    """Fill the words that claims are found by."""
    claims = apps.get_model("claims", "Claim").objects.select_related("speaker")
    for claim in claims.prefetch_related("appearances", "speaker__aliases").iterator(chunk_size=CHUNK):
        names = [claim.speaker.name, *(alias.name for alias in claim.speaker.aliases.all())]
        text = document(claim.text, names, [report.text for report in claim.appearances.all()])
        schema_editor.execute(
            "UPDATE claims_claim SET search = to_tsvector(%s, %s) WHERE id = %s", [CONFIGURATION, text, claim.pk]
        )


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_lists")]
    operations = [
        migrations.RunSQL(
            "SELECT claims_derive(ARRAY(SELECT id FROM claims_claim))", migrations.RunSQL.noop
        ),
        migrations.RunPython(words, migrations.RunPython.noop),
    ]
