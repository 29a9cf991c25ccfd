"""The database refuses spans outside the text, and any change of the history."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION appearance_spans_within_text() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER appearance_spans_within_text
    BEFORE INSERT OR UPDATE OF spans, cue_spans, source_spans, start, "end", article_id ON claims_appearance
    FOR EACH ROW EXECUTE FUNCTION appearance_spans_within_text();

CREATE FUNCTION review_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of claims only grows: record a new review instead.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER review_history_only_grows BEFORE UPDATE OR DELETE ON claims_review
    FOR EACH ROW EXECUTE FUNCTION review_history_only_grows();
"""

BACKWARD = """
DROP TRIGGER review_history_only_grows ON claims_review;
DROP FUNCTION review_history_only_grows();
DROP TRIGGER appearance_spans_within_text ON claims_appearance;
DROP FUNCTION appearance_spans_within_text();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
