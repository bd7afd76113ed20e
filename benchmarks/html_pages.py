"""Labelled pages for training and measuring: how they are read, parted by site and scored.

A folder of pages holds `gold.jsonl` (one page a line: `id`, `url`, `main_content`) and `pages/ID.html.gz`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from service.core.clean import decode_bytes

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the text a reader came for, and the site it is from."""

    id: str
    url: str
    html: str
    gold: str

    @property
    def site(self) -> str:
        """The host name: pages of one site never stand on both sides of a split."""
        return urlsplit(self.url).netloc.removeprefix("www.")


def read_pages(folder: Path) -> list[Page]:
    """All pages of a folder, in the order of its `gold.jsonl`."""
    pages = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue  # the last line end; U+2028 may stand inside a line
        row = json.loads(line)
        data = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        pages.append(Page(row["id"], row["url"], decode_bytes(data), row["main_content"]))
    return pages


def fold_of(site: str, folds: int) -> int:
    """The fold a site belongs to, by the hash of its name: the same in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:8], "big") % folds


def words(text: str) -> list[str]:
    """The words of a text as the score counts them."""
    return _WORD.findall(text.casefold())


def word_f1(text: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a text's words, counted as multisets, against the gold text's."""
    have, want = Counter(words(text)), Counter(words(gold))
    shared = sum((have & want).values())
    if not shared:
        return 0.0, 0.0, float(not want and not have)
    precision, recall = shared / sum(have.values()), shared / sum(want.values())
    return precision, recall, 2 * precision * recall / (precision + recall)
