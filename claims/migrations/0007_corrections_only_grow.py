"""The log of corrections only grows, and neither it nor the history of marks can be emptied at a stroke."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION corrections_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of corrections only grows: record one that takes the other back instead.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER corrections_only_grow BEFORE UPDATE OR DELETE ON claims_correction
    FOR EACH ROW EXECUTE FUNCTION corrections_only_grow();
CREATE TRIGGER corrections_not_emptied BEFORE TRUNCATE ON claims_correction
    FOR EACH STATEMENT EXECUTE FUNCTION corrections_only_grow();
CREATE TRIGGER review_history_not_emptied BEFORE TRUNCATE ON claims_review
    FOR EACH STATEMENT EXECUTE FUNCTION review_history_only_grows();
"""

BACKWARD = """
DROP TRIGGER review_history_not_emptied ON claims_review;
DROP TRIGGER corrections_not_emptied ON claims_correction;
DROP TRIGGER corrections_only_grow ON claims_correction;
DROP FUNCTION corrections_only_grow();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_corrections")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
