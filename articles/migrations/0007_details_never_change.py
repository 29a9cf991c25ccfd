"""The rows of the articles' history are never changed; they go only with their article or story."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION details_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of articles and stories is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER details_history_stays BEFORE UPDATE ON articles_detailschange
    FOR EACH ROW EXECUTE FUNCTION details_history_stays();
"""

BACKWARD = """
DROP TRIGGER details_history_stays ON articles_detailschange;
DROP FUNCTION details_history_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_details_history")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
