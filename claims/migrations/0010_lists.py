"""What lists and counts of claims go by, kept by the database itself: whoever writes, and by whatever way."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Word stems, and every word counts: a phrase of stop words can be found too.
CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY newsdesk_english (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH DICTIONARY newsdesk_russian (TEMPLATE = snowball, LANGUAGE = russian);
CREATE TEXT SEARCH CONFIGURATION newsdesk (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION newsdesk ALTER MAPPING FOR asciiword, asciihword, hword_asciipart
    WITH newsdesk_english;
ALTER TEXT SEARCH CONFIGURATION newsdesk ALTER MAPPING FOR word, hword, hword_part
    WITH newsdesk_russian;
"""
NO_CONFIGURATION = """
DROP TEXT SEARCH CONFIGURATION newsdesk;
DROP TEXT SEARCH DICTIONARY newsdesk_russian;
DROP TEXT SEARCH DICTIONARY newsdesk_english;
"""

# The weights are those of claims/priority.py; a test holds the two together.
DERIVE = """
CREATE FUNCTION claims_derive(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) = 0 OR ids IS NULL THEN
        RETURN;
    END IF;
    -- What another transaction adds to one of these claims is seen only after it has ended: wait for it first.
    PERFORM 1 FROM claims_claim WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;

    WITH printed AS (
        SELECT a.claim_id, count(DISTINCT a.article_id) AS articles, count(DISTINCT t.outlet_id) AS outlets,
               bool_or(a.variant = 'altered') AS altered
        FROM claims_appearance a JOIN articles_article t ON t.id = a.article_id
        WHERE a.claim_id = ANY(ids) GROUP BY a.claim_id
    ), against AS (
        SELECT claim_id, max(CASE state WHEN 'confirmed' THEN 2 WHEN 'suggested' THEN 1 ELSE 0 END) AS rank FROM (
            SELECT first_id AS claim_id, state FROM claims_claimlink WHERE first_id = ANY(ids)
            UNION ALL SELECT second_id, state FROM claims_claimlink WHERE second_id = ANY(ids)
        ) AS links GROUP BY claim_id
    ), facts AS (
        SELECT c.id, coalesce(p.articles, 0) AS articles, coalesce(p.outlets, 0) AS outlets,
               coalesce(p.altered, false) AS altered, coalesce(g.rank, 0) AS contested,
               EXISTS (SELECT FROM claims_asfact f WHERE f.claim_id = c.id AND f.state <> 'dismissed') AS as_fact,
               p.claim_id IS NOT NULL AND c.merged_into_id IS NULL AND NOT c.rejected AS listed,
               c.check_worthiness AS worth
        FROM claims_claim c
        LEFT JOIN printed p ON p.claim_id = c.id
        LEFT JOIN against g ON g.claim_id = c.id
        WHERE c.id = ANY(ids)
    ), derived AS (
        SELECT *, (CASE contested WHEN 2 THEN 4000 WHEN 1 THEN 3000 ELSE 0 END
                   + CASE WHEN altered THEN 1000 ELSE 0 END + CASE WHEN as_fact THEN 600 ELSE 0 END
                   + 100 * (least(greatest(outlets, 1), 8) - 1)
                   + round(400 * least(greatest(worth, 0), 1)))::integer AS priority
        FROM facts
    )
    UPDATE claims_claim c
    SET article_count = d.articles, outlet_count = d.outlets, altered = d.altered, contested = d.contested,
        as_fact_anywhere = d.as_fact, priority = d.priority, listed = d.listed
    FROM derived d
    WHERE c.id = d.id
      AND (c.article_count, c.outlet_count, c.altered, c.contested, c.as_fact_anywhere, c.priority, c.listed)
          IS DISTINCT FROM
          (d.articles, d.outlets, d.altered, d.contested, d.as_fact, d.priority, d.listed);

    PERFORM claims_derive_facets(ids);
END $$;

CREATE FUNCTION claims_facets_of(ids bigint[])
RETURNS TABLE (claim_id bigint, facet text) LANGUAGE sql STABLE AS $$
    WITH listed AS MATERIALIZED (
        SELECT c.id, c.speaker_id, c.contested, c.assigned_to_id, r.reviewer_id
        FROM claims_claim c LEFT JOIN claims_review r ON r.id = c.last_review_id AND c.status <> 'unreviewed'
        WHERE c.id = ANY(ids) AND c.listed
    ), printed AS MATERIALIZED (
        SELECT a.claim_id, a.kind, a.variant, a.via, a.said_from, a.said_to, t.outlet_id, t.story_id, t.published_on
        FROM claims_appearance a JOIN articles_article t ON t.id = a.article_id JOIN listed ON listed.id = a.claim_id
    ), days AS (
        SELECT printed.claim_id, 'printed:' || published_on AS day FROM printed WHERE published_on IS NOT NULL
        UNION SELECT printed.claim_id, 'said:' || day::date
        FROM printed, generate_series(said_from, least(said_to, said_from + 366), '1 day') AS day
        WHERE said_from IS NOT NULL
    )
    SELECT id, 'all' FROM listed
    UNION ALL SELECT id, 'speaker:' || speaker_id FROM listed
    UNION ALL SELECT id, 'contested' FROM listed WHERE contested > 0
    UNION ALL SELECT id, 'reviewer:' || reviewer_id FROM listed WHERE reviewer_id IS NOT NULL
    UNION ALL SELECT id, 'assigned:' || assigned_to_id FROM listed WHERE assigned_to_id IS NOT NULL
    UNION (
        SELECT p.claim_id, 'outlet:' || outlet_id FROM printed p WHERE outlet_id IS NOT NULL
        UNION SELECT p.claim_id, 'story:' || story_id FROM printed p WHERE story_id IS NOT NULL
        UNION SELECT p.claim_id, 'kind:' || kind FROM printed p
        UNION SELECT p.claim_id, 'variant:' || variant FROM printed p
        UNION SELECT p.claim_id, 'via:' || name FROM printed p, unnest(p.via) AS name
        UNION SELECT d.claim_id, day FROM days d
        UNION SELECT d.claim_id, left(day, -3) FROM days d
        UNION SELECT d.claim_id, left(day, -6) FROM days d
    )
$$;

CREATE FUNCTION claims_derive_facets(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM claims_claimfacet f
    WHERE f.claim_id = ANY(ids)
      AND NOT EXISTS (SELECT FROM claims_facets_of(ids) n WHERE n.claim_id = f.claim_id AND n.facet = f.facet);
    INSERT INTO claims_claimfacet AS f (claim_id, facet, status, priority, outlet_count)
    SELECT n.claim_id, n.facet, c.status, c.priority, c.outlet_count
    FROM claims_facets_of(ids) n JOIN claims_claim c ON c.id = n.claim_id
    ON CONFLICT (claim_id, facet) DO UPDATE
    SET status = excluded.status, priority = excluded.priority, outlet_count = excluded.outlet_count
    WHERE (f.status, f.priority, f.outlet_count)
          IS DISTINCT FROM (excluded.status, excluded.priority, excluded.outlet_count);
END $$;

-- Reports of claims
CREATE FUNCTION claims_derive_after_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(SELECT DISTINCT claim_id FROM fresh WHERE claim_id IS NOT NULL));
    RETURN NULL;
END $$;
CREATE FUNCTION claims_derive_after_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(SELECT DISTINCT claim_id FROM stale WHERE claim_id IS NOT NULL));
    RETURN NULL;
END $$;
CREATE FUNCTION claims_derive_after_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(
        SELECT claim.id FROM stale JOIN fresh USING (id), LATERAL (VALUES (stale.claim_id), (fresh.claim_id)) AS claim (id)
        WHERE (stale.claim_id, stale.article_id, stale.kind, stale.variant, stale.via, stale.said_from, stale.said_to)
              IS DISTINCT FROM
              (fresh.claim_id, fresh.article_id, fresh.kind, fresh.variant, fresh.via, fresh.said_from, fresh.said_to)
        GROUP BY claim.id
    ));
    RETURN NULL;
END $$;
CREATE FUNCTION claims_derive_after_as_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(
        SELECT claim.id FROM stale JOIN fresh USING (id), LATERAL (VALUES (stale.claim_id), (fresh.claim_id)) AS claim (id)
        WHERE claim.id IS NOT NULL AND (stale.claim_id, stale.state) IS DISTINCT FROM (fresh.claim_id, fresh.state)
        GROUP BY claim.id
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER appearance_derives_1 AFTER INSERT ON claims_appearance
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_insert();
CREATE TRIGGER appearance_derives_2 AFTER UPDATE ON claims_appearance
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_report();
CREATE TRIGGER appearance_derives_3 AFTER DELETE ON claims_appearance
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_delete();
CREATE TRIGGER as_fact_derives_1 AFTER INSERT ON claims_asfact
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_insert();
CREATE TRIGGER as_fact_derives_2 AFTER UPDATE ON claims_asfact
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_as_fact();
CREATE TRIGGER as_fact_derives_3 AFTER DELETE ON claims_asfact
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_delete();

-- Claims against each other
CREATE FUNCTION claims_derive_after_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM claims_derive(ARRAY(SELECT first_id FROM fresh UNION SELECT second_id FROM fresh));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM claims_derive(ARRAY(SELECT first_id FROM stale UNION SELECT second_id FROM stale));
    ELSE
        PERFORM claims_derive(ARRAY(
            SELECT claim.id FROM stale JOIN fresh USING (id),
                 LATERAL (VALUES (stale.first_id), (stale.second_id), (fresh.first_id), (fresh.second_id)) AS claim (id)
            WHERE (stale.state, stale.first_id, stale.second_id)
                  IS DISTINCT FROM (fresh.state, fresh.first_id, fresh.second_id)
            GROUP BY claim.id
        ));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER link_derives_1 AFTER INSERT ON claims_claimlink
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_link();
CREATE TRIGGER link_derives_2 AFTER UPDATE ON claims_claimlink
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_link();
CREATE TRIGGER link_derives_3 AFTER DELETE ON claims_claimlink
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_link();

-- The claim itself, and the articles that report it
CREATE FUNCTION claims_derive_after_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(SELECT fresh.id FROM stale JOIN fresh USING (id)
        WHERE (stale.status, stale.speaker_id, stale.last_review_id, stale.merged_into_id, stale.rejected,
               stale.check_worthiness, stale.assigned_to_id)
              IS DISTINCT FROM
              (fresh.status, fresh.speaker_id, fresh.last_review_id, fresh.merged_into_id, fresh.rejected,
               fresh.check_worthiness, fresh.assigned_to_id)));
    RETURN NULL;
END $$;
CREATE TRIGGER claim_derives AFTER UPDATE ON claims_claim
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_claim();

CREATE FUNCTION claims_derive_after_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_derive(ARRAY(SELECT DISTINCT a.claim_id
        FROM stale JOIN fresh USING (id) JOIN claims_appearance a ON a.article_id = fresh.id
        WHERE (stale.outlet_id, stale.story_id, stale.published_on)
              IS DISTINCT FROM (fresh.outlet_id, fresh.story_id, fresh.published_on)));
    RETURN NULL;
END $$;
CREATE TRIGGER article_derives AFTER UPDATE ON articles_article
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_derive_after_article();
"""

NO_DERIVE = """
DROP TRIGGER article_derives ON articles_article;
DROP TRIGGER claim_derives ON claims_claim;
DROP TRIGGER link_derives_1 ON claims_claimlink;
DROP TRIGGER link_derives_2 ON claims_claimlink;
DROP TRIGGER link_derives_3 ON claims_claimlink;
DROP TRIGGER as_fact_derives_1 ON claims_asfact;
DROP TRIGGER as_fact_derives_2 ON claims_asfact;
DROP TRIGGER as_fact_derives_3 ON claims_asfact;
DROP TRIGGER appearance_derives_1 ON claims_appearance;
DROP TRIGGER appearance_derives_2 ON claims_appearance;
DROP TRIGGER appearance_derives_3 ON claims_appearance;
DROP FUNCTION claims_derive_after_article();
DROP FUNCTION claims_derive_after_claim();
DROP FUNCTION claims_derive_after_link();
DROP FUNCTION claims_derive_after_as_fact();
DROP FUNCTION claims_derive_after_report();
DROP FUNCTION claims_derive_after_delete();
DROP FUNCTION claims_derive_after_insert();
DROP FUNCTION claims_derive(bigint[]);
DROP FUNCTION claims_derive_facets(bigint[]);
DROP FUNCTION claims_facets_of(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_marks")]
    operations = [
        migrations.RunSQL(CONFIGURATION, NO_CONFIGURATION),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_queue",
        ),
        migrations.AddField(
            model_name="claim",
            name="altered",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="article_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="as_fact_anywhere",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="contested",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="listed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="outlet_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="priority",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="claim_search"),
        ),
        migrations.CreateModel(
            name="ClaimFacet",
            fields=[
                ("pk", models.CompositePrimaryKey("claim", "facet", blank=True, editable=False, primary_key=True, serialize=False)),
                ("claim", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="facets", to="claims.claim")),
                ("facet", models.TextField(db_collation="C")),
                ("status", models.CharField(db_collation="C", max_length=12)),
                ("priority", models.PositiveSmallIntegerField()),
                ("outlet_count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["facet", "status", "-priority", "claim"], name="facet_by_priority"),
                    models.Index(fields=["facet", "status", "-outlet_count", "claim"], name="facet_by_outlets"),
                    models.Index(fields=["facet", "status", "-claim"], name="facet_by_age"),
                ],
            },
        ),
        migrations.RunSQL(DERIVE, NO_DERIVE),
    ]
