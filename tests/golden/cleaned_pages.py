"""The golden pages, flattened (`flattened/*.txt`) and HTML (`html/*.html`), each with its outcome in the `.json` beside it.

    python -m tests.golden.cleaned_pages

writes every `.json` anew; read the difference before you commit it: it is the reviewed truth of the test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from service.core.clean import clean
from service.models import RawArticle

HERE: Final = Path(__file__).parent
FOLDERS: Final = {"flattened": (".txt", "text/plain"), "html": (".html", "text/html")}
"""Folder to the ending of its pages and their content type."""


def pages() -> list[Path]:
    """The pages, in order of folder and name."""
    return [path for folder, (ending, _) in FOLDERS.items() for path in sorted((HERE / folder).glob(f"*{ending}"))]


def outcome(path: Path) -> dict[str, Any]:
    """What cleaning makes of one page."""
    _, content_type = FOLDERS[path.parent.name]
    found = clean(RawArticle(id=path.stem, content=path.read_text(encoding="utf-8"), content_type=content_type))
    return {
        "title": found.title,
        "url": found.url,
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
