"""What can go wrong before any text is read; once a text is there, nothing raises."""


class ExtractionError(Exception):
    """Base of the errors raised by this package."""


class UnknownStrategy(ExtractionError):
    """Attributions come from the rules, the tagger or both."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown way to find attributions {name!r}: choose rules, tagger or both.")


class PipelineNotFound(ExtractionError):
    """The spaCy pipeline that the settings name is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The spaCy pipeline {name!r} could not be loaded. Install it in this environment, or leave "
            f"the setting empty to use the one that comes with Newsdesk."
        )
