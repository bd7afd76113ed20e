"""The example of docs/cleaning.md is what cleaning does."""

from __future__ import annotations

import re
from pathlib import Path

from service.core.clean import clean
from service.models import RawArticle

PAGE = Path(__file__).parents[2] / "docs" / "cleaning.md"


def test_before_and_after_hold() -> None:
    before, after = re.findall(r"```text\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = clean(RawArticle(id="a", content=before, content_type="text/plain"))
    assert found.text == after
    assert found.title == "UPDATE 2-Island states agree on joint patrols"
    assert (found.published_at, found.authors) == ("2025-10-14T08:30:00Z", ("Niamh Calloway",))
    assert found.warnings == ("update",)
