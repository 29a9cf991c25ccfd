"""docs/settings.md lists what is read from the environment, no more and no less."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'env\.(?:text|flag|number|words|web_address)\(\s*"([A-Z_]+)"')


def test_settings_reference_names_every_variable_that_is_read():
    code = "".join(path.read_text() for path in (ROOT / "newsdesk").rglob("*.py"))
    read = {*READ.findall(code), "SECRET_KEY"}
    listed = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), flags=re.MULTILINE
    )
    assert sorted(listed) == sorted(read)
