"""How many listed claims each speaker has, kept by the database: menus need not count a million claims."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION claims_count_of_speakers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH moved AS (
        SELECT side.speaker_id, sum(side.number) AS number
        FROM stale JOIN fresh USING (id),
             LATERAL (VALUES (stale.speaker_id, -stale.listed::integer), (fresh.speaker_id, fresh.listed::integer))
                 AS side (speaker_id, number)
        WHERE (stale.listed, stale.speaker_id) IS DISTINCT FROM (fresh.listed, fresh.speaker_id)
        GROUP BY side.speaker_id HAVING sum(side.number) <> 0
    ), locked AS MATERIALIZED (
        -- In one order everywhere, so that two transactions wait for each other instead of deadlocking.
        SELECT id FROM claims_speaker WHERE id IN (SELECT speaker_id FROM moved) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE claims_speaker s SET claim_count = s.claim_count + moved.number
    FROM moved JOIN locked ON locked.id = moved.speaker_id WHERE s.id = moved.speaker_id;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_counts_for_speaker AFTER UPDATE ON claims_claim
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_count_of_speakers();
UPDATE claims_speaker s SET claim_count = c.number
FROM (SELECT speaker_id, count(*) AS number FROM claims_claim WHERE listed GROUP BY speaker_id) AS c
WHERE c.speaker_id = s.id;
"""

BACKWARD = """
DROP TRIGGER claim_counts_for_speaker ON claims_claim;
DROP FUNCTION claims_count_of_speakers();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_name_words")]
    operations = [
        migrations.AddField(
            model_name="speaker",
            name="claim_count",
            field=models.IntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(fields=["-claim_count", "name"], name="speaker_by_claims"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
