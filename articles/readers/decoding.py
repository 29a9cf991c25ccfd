"""From bytes to text: encodings, and what only looks like text."""

import codecs

from articles.readers.records import UnreadableFile

PASTE = "Open it, copy the article and paste its text, or save it as .txt."
PICTURE = "Newsdesk can’t read pictures of text. Save the article as .txt, or paste its text."

# How files of other kinds begin (file signatures; offset 0).
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", PICTURE),
    (b"\xff\xd8\xff", "a JPEG image", PICTURE),
    (b"GIF8", "a GIF image", PICTURE),
    (b"II*\x00", "a TIFF image", PICTURE),
    (b"MM\x00*", "a TIFF image", PICTURE),
    (b"RIFF", "a picture, sound or film", PICTURE),
    (b"%PDF-", "a PDF", PASTE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office document", PASTE),
    (b"{\\rtf", "a rich text document (RTF)", PASTE),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and add the files inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and add the files inside."),
    (b"\x7fELF", "a program", "Add the article’s text instead."),
    (b"MZ\x90", "a program", "Add the article’s text instead."),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Text has tabs, line ends and form feeds, and now and then a stray control character.
CONTROLS = frozenset(map(chr, [*range(9), 11, *range(14, 32), 127]))
CONTROLS_ALLOWED = 0.01


def decode(data: bytes, *, max_bytes: int) -> tuple[str, tuple[str, ...]]:
    """The text of a file and notes on how it was read; raises `UnreadableFile`.

    A byte-order mark decides and is not part of the text; then UTF-8, then Windows-1252,
    then Latin-1, which takes any bytes.
    """
    check_size(len(data), max_bytes=max_bytes)
    if not data.strip():
        raise UnreadableFile(
            "The file is empty", "Check that it was saved, then add it again or paste the text."
        )
    refuse_other_kinds(data)
    text, notes = decode_bytes(data)
    check_characters(text)
    if not text.strip():
        raise UnreadableFile(
            "The file is empty", "Check that it was saved, then add it again or paste the text."
        )
    return text, notes


def check_size(size: int, *, max_bytes: int) -> None:
    """Raise `UnreadableFile` for more bytes than are allowed."""
    if size > max_bytes:
        raise UnreadableFile(
            f"Too large: {megabytes(size)} MB, and the limit is {megabytes(max_bytes)} MB",
            "Split it, or paste the article’s text. An administrator can raise ARTICLE_MAX_MB.",
        )


def megabytes(size: int) -> str:
    """12.3, rounded up so that what is too large never reads as the limit itself."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths / 10:g}"


def refuse_other_kinds(data: bytes) -> None:
    """Raise `UnreadableFile` for what a program other than a text editor wrote."""
    for signature, kind, remedy in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(f"Not text: looks like {kind}", remedy)
    if data.startswith(b"PK\x03\x04"):
        kind, remedy = zip_kind(data)
        raise UnreadableFile(f"Not text: looks like {kind}", remedy)
    if data[4:8] == b"ftyp":
        raise UnreadableFile("Not text: looks like a film or a phone picture", PICTURE)
    if data[:2000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableFile(
            "Not plain text: looks like a web page",
            "Open it in a browser, copy the article and paste its text.",
        )


def zip_kind(data: bytes) -> tuple[str, str]:
    """What a ZIP archive is: the office formats are ZIP archives too."""
    if b"word/" in data:
        return "a Word document", PASTE
    if b"xl/" in data:
        return "an Excel sheet", PASTE
    if b"ppt/" in data:
        return "a PowerPoint presentation", PASTE
    if b"opendocument.text" in data[:200]:
        return "an OpenDocument text", PASTE
    if b"epub" in data[:200]:
        return "an e-book (EPUB)", PASTE
    return "a ZIP archive", "Unpack it and add the files inside."


def decode_bytes(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode by byte-order mark, as UTF-8, or as one of the two Western single-byte encodings."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"Says that it is {encoding.upper()[:6].rstrip('-')}, but byte {error.start} is not",
                    "Save it again as UTF-8, or paste the text.",
                ) from error
    if b"\x00" in data:
        raise UnreadableFile(
            "Not text: holds NUL bytes",
            "It is a program’s file, or UTF-16 without its mark. Save it as UTF-8, or paste the text.",
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), ("Read as Windows-1252",)
    except UnicodeDecodeError:
        return data.decode("latin-1"), ("Read as Latin-1",)


def check_characters(text: str) -> None:
    """Raise `UnreadableFile` for what decodes but is no text, or can't be stored."""
    if "\x00" in text:
        raise UnreadableFile("Not text: holds NUL characters", "Save it as UTF-8, or paste the text.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UnreadableFile(
            "Holds half a character (a lone surrogate)", "Save it again as UTF-8, or paste the text."
        )
    if sum(text.count(control) for control in CONTROLS) > max(1, CONTROLS_ALLOWED * len(text)):
        raise UnreadableFile(
            "Not text: too many control characters",
            "It looks like a program’s file. Save the article as .txt, or paste its text.",
        )
