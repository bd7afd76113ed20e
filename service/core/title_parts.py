"""The words of a headline's line that are not the headline's: a section in front, an outlet or a date behind."""

from __future__ import annotations

import re
from typing import Final

from service.core.dates import find_date
from service.core.expressions import expression
from service.core.line_text import is_cjk, key
from service.core.page import Page
from service.core.section_words import SECTIONS
from service.core.vocabulary import phrases

_SHORTEST: Final = 8  # code points of a headline
_AFTER_SECTION: Final = expression(r"\s?[:：]\s?|\s[-–—]\s|\.\s")
_AFTER_PATH: Final = expression(r"\s[|»›→/]\s|｜")
_LONGEST_SECTION: Final = 30  # code points
_SUBJECTS: Final = frozenset(("asean", "video"))
"""Names of sections that are what a headline is about as often."""
_SURE_SECTIONS: Final = SECTIONS - _SUBJECTS
_GENRES: Final = phrases("""
essay; column; feature; explainer; profile; community; leitartikel; kommentar; gastkommentar; gastbeitrag; glosse
reportage; porträt; analyse; gemeinde; editorial; éditorial; édito; tribune; chronique; billet; entretien; enquête
columna; tribuna; reportaje; crónica; análisis; entrevista; comunidad; opinie; achtergrond; editoriale; commento
intervista; cronache; opinião; crônica; reportagem; análise; comunidade; opini; kolom; kisah; liputan; wawancara
интервью; репортаж; колонка; тексты; cộng đồng; kiều bào; bài viết; phóng sự; phỏng vấn; ký sự; 评论; 社评; 观察; 特写
社説; コラム; インタビュー; ニュース; 인터뷰; 사설; 칼럼; 르포
""")
"""What sort of text it is, as it stands before a headline like a section."""


def without_section(line: str) -> str:
    """A headline without the name of its section in front: "Kultur: The bridge is open" -> "The bridge is open".

    Before a path's mark any short name is one; before a colon or a dash it is where such names are known.
    """
    first, _, rest = line.partition(" ")
    if first.isupper() and key(first) in _SURE_SECTIONS and rest[:1].isupper() and not rest[:12].isupper():
        return rest
    found = _AFTER_PATH.search(line) or _AFTER_SECTION.search(line)
    if (
        found is None
        or "«" in line[: found.start()]
        or found.start() > _LONGEST_SECTION
        or len(line) - found.end() < max(_SHORTEST, found.start())
    ):
        return line
    name = key(line[: found.start()])
    of_path = _AFTER_PATH.match(found[0]) is not None
    return line[found.end() :] if of_path or ((name in SECTIONS or name in _GENRES) and name not in _SUBJECTS) else line


def headline_of(page: Page, i: int) -> str:
    """The headline in line `i` of a page, without the outlet or the date behind it and the section in front."""
    line = page.lines[i]
    found = _BEHIND.search(line)
    if found and found.start() >= _SHORTEST and (_is_date(found[1]) or _names_page(page, i, found[1])):
        line = line[: found.start()]
    line = without_section(line)
    found = _IN_FRONT.match(line)
    if found and len(line) - found.end() >= _SHORTEST and not line.isupper() and _names_page(page, i, found[1]):
        line = line[found.end() :]
    return line


_BEHIND: Final = expression(r"\s[-–—|·•]\s([^-–—|]{2,50})$")
_IN_FRONT: Final = expression(r"(?!\w+\s?[:-])([^-–—|:：a-zß-ÿ]{2,40})(?:\s?[:：]\s?|\s[-–—|]\s)")
"""A name in several capitalised words or in the East's script; others are as often what the headline is about."""


def _names_page(page: Page, title: int, words: str) -> bool:
    """Whether words are what the page calls itself or one of its parts: in its furniture, or signing its text."""
    return key(words) in _entries(page, title) or f"({words})" in " ".join(page.lines)


_ENTRY: Final = re.compile(r"\s?[|/>»›·•＞：:]\s?|\s[-–—]\s")
_LONGEST_MENU: Final = 160  # code points


def _entries(page: Page, title: int) -> set[str]:
    """What the page calls its parts and itself: short lines but the headline's, and the entries of menus and paths."""
    found: set[str] = set()
    for i, line in enumerate(page.lines):
        if len(line) <= _LONGEST_MENU and (page.is_removed(i) or i < title) and page.rule(i) != "doubled":
            parts = _ENTRY.split(line)
            found.update(map(key, parts))
            found.update(word for part in parts if is_cjk(part) for word in part.split())
    return found


def _is_date(words: str) -> bool:
    """Whether words are a date and nothing else."""
    found = find_date(words)
    return found is not None and not any(map(str.isalpha, found.rest))
