"""Links to other articles that stand among the paragraphs: runs of headlines, teasers with a time, posts, hashtags.

A heading of the article itself stands alone, shares its words or has its list under it; links come in runs, speak of
other matters, or carry a time stamp.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from service.core.appeals import is_appeal
from service.core.expressions import expression
from service.core.line_text import AGO_LETTERS, Verdict, ends_sentence, is_cjk, is_prose, key
from service.core.page import Page
from service.core.tails import headlines, shared_words

_AGO: Final = expression(
    r"(?:(?:about |há |hace |il y a |vor (?:etwa )?)\d{1,2} (?:minutes?|hours?|minuten|stunden?|tagen?|heures?|jours?"
    r"|horas?|minutos?|días?|dias)"
    r"|\d{1,2} (?:minutes?|mins?|hours?|hrs?|days?) ago|\d{1,2} (?:minuten|uur|uren|dagen?) geleden"
    r"|\d{1,2} (?:phút|giờ|ngày) trước|\d{1,2} (?:ore|giorni|minuti) fa|\d{1,2} (?:jam|menit|hari)(?: yang)? lalu"
    r"|\d{1,2} (?:минуты?|часа?|часов|дня|дней|день) назад"
    r"|\d{1,2}\s?(?:分钟前|小时前|天前|分前|時間前|日前|분 전|시간 전|일 전))(?:\s?[|·•–—-]|(?-i:\s?(?=[A-ZÀ-Þ])))",
    re.IGNORECASE,
)
_LONGEST_STAMPED: Final = 250
_STAMPED: Final = Verdict("related", "stamped")
_POST_MARKS: Final = "🔴🔵🟢🟡🟠⚫⚪🔥📢📣📌👉☞🎥📷📸📺📰🗞🎧🔔▶"
_FEW_WORDS: Final = 0.25  # of a run's longer words that the article has; its own headings share far more
_NEARLY_NONE: Final = 0.15  # of them: what a run shares that stands under a paragraph
_FEWEST_SPACES: Final = 4  # of each of its lines: names and results are shorter
_LONGEST_RUN: Final = 6


def stray_link(line: str) -> Verdict | None:
    """What a line is that opens with "3 hours ago" or a pictograph or consists of hashtags, else None."""
    head = line[0]
    if head.isalnum():
        stamped = (head in AGO_LETTERS or head.isdigit()) and len(line) <= _LONGEST_STAMPED
        return _STAMPED if stamped and _AGO.match(line) else None
    if head in _POST_MARKS:
        return None if ends_sentence(line) or is_prose(line) else Verdict("boilerplate", "post")
    return Verdict("boilerplate", "tags") if head == "#" and " #" in line and not ends_sentence(line) else None


def drop_stray_links(page: Page) -> None:
    """Remove teasers that open with "3 hours ago", posts marked with a pictograph and lines of hashtags."""
    for i in page.suspects():
        if found := stray_link(page.lines[i]):
            page.drop(i, *found)


def drop_runs(page: Page) -> None:
    """Remove runs of two to six headlines between paragraphs, when under other furniture and about other matters.

    A run under a paragraph may be the article's own: results, an agenda, a heading with its sub-heading.
    """
    kept = page.kept()
    linked = headlines(page, kept)
    if sum(linked) < 2 or not any(a and b for a, b in itertools.pairwise(linked)):
        return
    start = 0
    while start < len(kept):
        end = start
        while end < len(kept) and linked[end]:
            end += 1
        if 2 <= end - start <= _LONGEST_RUN and _between_paragraphs(page, kept, start, end):
            rows = [page.lines[i] for i in kept[start:end]]
            body = page.body([*kept[:start], *kept[end:]])
            shared = 1.0 if any(map(is_cjk, rows)) else shared_words(" ".join(rows), body)
            spoken = min(row.count(" ") for row in rows) >= _FEWEST_SPACES
            if (shared < _FEW_WORDS and page.is_removed(kept[start] - 1)) or (shared < _NEARLY_NONE and spoken):
                for i in kept[start:end]:
                    page.drop(i, "related", "run")
        start = max(end, start + 1)


def _between_paragraphs(page: Page, kept: list[int], start: int, end: int) -> bool:
    """Whether a paragraph stands above and one below the run; a list that a colon announces belongs to the text."""
    return (
        start > 0
        and end < len(kept)
        and is_prose(page.lines[kept[end]])
        and is_prose(page.lines[kept[start - 1]])
        and ends_sentence(page.lines[kept[start - 1]])
    )


_COUNTED: Final = expression(r"[^\W\d_][^\d()（）]{1,28}[(（\[]\d{1,4}[)）\]]")


def drop_counters(page: Page) -> None:
    """Remove "Reactions (4)" in any wording from behind the last paragraph: a comment box or gallery."""
    for i in page.tail():
        if _COUNTED.fullmatch(page.lines[i]):
            page.drop(i, "boilerplate", "count")


def drop_last_appeals(page: Page) -> None:
    """Remove appeals to the reader from the end of the page, also those as long as a paragraph."""
    for i in reversed(page.kept()):
        if len(page.lines[i]) > 300 or not is_appeal(key(page.lines[i])):
            return
        page.drop(i, "boilerplate", "appeal")
