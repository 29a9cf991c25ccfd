"""Offsets point into an article's text, so the database refuses to change it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION article_text_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text IS DISTINCT FROM OLD.text THEN
        RAISE EXCEPTION 'The text of article % never changes; store a correction as a new revision.', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER article_text_never_changes BEFORE UPDATE ON articles_article
    FOR EACH ROW EXECUTE FUNCTION article_text_never_changes();

CREATE FUNCTION article_spans_within_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body_start > char_length(NEW.text)
        OR (NEW.headline_span IS NOT NULL AND NEW.headline_span[2] > char_length(NEW.text)) THEN
        RAISE EXCEPTION 'The headline or body of article % lies outside its text.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER article_spans_within_text BEFORE INSERT OR UPDATE OF headline_span, body_start
    ON articles_article FOR EACH ROW EXECUTE FUNCTION article_spans_within_text();
"""

BACKWARD = """
DROP TRIGGER article_spans_within_text ON articles_article;
DROP FUNCTION article_spans_within_text();
DROP TRIGGER article_text_never_changes ON articles_article;
DROP FUNCTION article_text_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
