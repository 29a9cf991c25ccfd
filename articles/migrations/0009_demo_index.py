"""Every page asks whether the demo is loaded: without reading every story."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_name_words")]
    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index("demo", condition=models.Q(("demo", True)), name="story_demo"),
        ),
    ]
