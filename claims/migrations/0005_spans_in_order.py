"""Spans follow one another within the text: the database refuses negative, missing and overlapping ones too."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION spans_in_order(spans integer[], length integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    pair integer[];
    after integer := 0;
BEGIN
    IF cardinality(spans) = 0 THEN
        RETURN true;
    END IF;
    IF array_ndims(spans) <> 2 OR array_length(spans, 2) <> 2 THEN
        RETURN false;
    END IF;
    FOREACH pair SLICE 1 IN ARRAY spans LOOP
        IF (pair[1] >= after AND pair[1] < pair[2] AND pair[2] <= length) IS NOT TRUE THEN
            RETURN false;
        END IF;
        after := pair[2];
    END LOOP;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION appearance_spans_within_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    length integer;
BEGIN
    SELECT char_length(text) INTO length FROM articles_article WHERE id = NEW.article_id;
    IF cardinality(NEW.spans) = 0 OR NEW.spans[1][1] IS DISTINCT FROM NEW.start
        OR NEW.spans[array_length(NEW.spans, 1)][2] IS DISTINCT FROM NEW."end" THEN
        RAISE EXCEPTION 'An appearance in article % has no spans, or a hull that is not theirs.', NEW.article_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT (spans_in_order(NEW.spans, length) AND spans_in_order(NEW.cue_spans, length)
        AND spans_in_order(NEW.source_spans, length)) THEN
        RAISE EXCEPTION 'The spans of an appearance lie outside article %, or do not follow one another.',
            NEW.article_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION appearance_spans_within_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    length integer;
    pair integer[];
BEGIN
    SELECT char_length(text) INTO length FROM articles_article WHERE id = NEW.article_id;
    IF cardinality(NEW.spans) = 0 OR NEW.spans[1][1] <> NEW.start
        OR NEW.spans[array_length(NEW.spans, 1)][2] <> NEW."end" THEN
        RAISE EXCEPTION 'An appearance in article % has no spans, or a hull that is not theirs.', NEW.article_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOREACH pair SLICE 1 IN ARRAY NEW.spans || NEW.cue_spans || NEW.source_spans LOOP
        IF pair[1] >= pair[2] OR pair[2] > length THEN
            RAISE EXCEPTION 'The span % of an appearance lies outside article %.', pair, NEW.article_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
DROP FUNCTION spans_in_order(integer[], integer);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_story_suggestions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
