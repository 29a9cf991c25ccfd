"""Who says what in a text: pure NLP, no Django. `pipeline.Extractor` is the way in."""
