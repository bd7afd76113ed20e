"""The golden flattened pages: each `flattened/*.txt` with what cleaning makes of it in the `.json` beside it.

    python -m tests.golden.flattened_pages

writes every `.json` anew; read the difference before you commit it: it is the reviewed truth of the test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.core.clean import clean
from service.models import RawArticle

FOLDER = Path(__file__).parent / "flattened"


def pages() -> list[Path]:
    """The pages, in order of their names."""
    return sorted(FOLDER.glob("*.txt"))


def outcome(path: Path) -> dict[str, Any]:
    """What cleaning makes of one page."""
    found = clean(RawArticle(id=path.stem, content=path.read_text(encoding="utf-8"), content_type="text/plain"))
    return {
        "title": found.title,
        "published_at": found.published_at,
        "authors": list(found.authors),
        "source_name": found.source_name,
        "warnings": list(found.warnings),
        "original_language": found.original_language,
        "paragraphs": found.text.split("\n\n"),
        "removed": [f"{piece.kind}/{piece.rule}: {piece.text}" for piece in found.removed],
    }


def main() -> None:
    """Write what comes out now."""
    for path in pages():
        text = json.dumps(outcome(path), ensure_ascii=False, indent=2)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
