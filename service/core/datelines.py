"""When an article was published, as a line of the page tells it, and who and what is named beside it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from service.core.bylines import byline, is_name, split_names
from service.core.date_labels import DATE_LABELS, Standing, is_date_word, tells_no_more
from service.core.dates import Found, find_date
from service.core.expressions import expression
from service.core.line_patterns import is_address, is_agency
from service.core.line_text import ends_sentence, key, remembered
from service.core.section_words import SECTIONS
from service.core.share_bars import SHARE_WORDS, is_share_bar


class Dateline(NamedTuple):
    """A publication-time line: RFC 3339 value, people and outlet named beside it, what the date's label says."""

    value: str | None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    standing: Standing = Standing.UNLABELLED


_SPLIT: Final = expression(r"[\s,，|｜/·•:：;；()（）\[\]【】«»“”\"–—-]+")
_LOOSE: Final = " \u00a0|,-–—·•:()（）"


@remembered
def dateline(line: str) -> Dateline | None:
    """What a publication-time line tells; None when the line says more than when and by whom it was published."""
    found = find_date(line) if len(line) <= 160 else None
    if not found or found.standing is Standing.OTHER:
        return None
    told = _told(found, line)
    return told._replace(standing=found.standing) if told else None


def is_date_alone(line: str) -> bool:
    """Whether a line has nothing but a date with its label, of publication or not: "Printed on 12 May 2026"."""
    found = find_date(line)
    return found is not None and all(map(tells_no_more, _SPLIT.split(found.rest.casefold())))


def _told(found: Found, line: str) -> Dateline | None:
    """What stands beside a date in its line; None where that is more than a publication-time line has."""
    outlet, rest = _outlet_apart(_READING.sub(" ", found.rest).strip(_LOOSE))
    tokens = [t for t in _SPLIT.split(rest.casefold()) if t]
    left = [t for t in tokens if not tells_no_more(t)]
    if (
        not left
        or is_share_bar(" ".join(left))
        or all(t in SHARE_WORDS or t in SECTIONS for t in left)
        or _share_prompt(rest)
    ):
        return Dateline(found.value, (), outlet)
    if _letter_head(found):
        return Dateline(found.value)
    names = _without_date_words(rest)
    dated = found.has_clock or names != rest.strip(_LOOSE + ".")
    return _signed(found, names, dated=dated) or _with_section(found, line, tokens, left)


def _without_date_words(rest: str) -> str:
    """What stands beside a date without the labels, weekdays and marks at its ends."""
    tokens = rest.split()
    for end in (0, -1):
        while tokens and is_date_word(tokens[end].casefold().strip(_LOOSE + ".")):
            tokens.pop(end)
    return " ".join(tokens).strip(_LOOSE + ".")


def _signed(found: Found, rest: str, *, dated: bool) -> Dateline | None:
    """A date beside a byline, a name or an outlet."""
    people = byline(rest)
    if people is not None:
        return Dateline(found.value, people)
    if is_agency(key(rest)) or is_address(key(rest)):
        return Dateline(found.value, (), rest)
    if _ACCOUNT.fullmatch(rest):
        return Dateline(found.value)
    if dated and is_name(rest) and 2 <= len(rest.split()) <= 3:
        return Dateline(found.value, split_names(rest))
    return None


_ACCOUNT: Final = expression(r"(?:by|von|par|por|door|di|oleh|bởi|от) [^\W\dA-Z][\w.-]{2,29}")
"""Who keeps a diary on the web, by the name of an account: "29 October 2024 by admin"."""


def _with_section(found: Found, line: str, tokens: list[str], left: list[str]) -> Dateline | None:
    """A date beside a few words that are no sentence: its label, a section, a desk."""
    if ends_sentence(line) or len(left) > 8 or (not found.has_clock and _IN_BRACKETS.search(line)):
        return None
    labelled = tokens[0] in DATE_LABELS or (
        found.standing is Standing.PUBLISHED and found.before.rstrip().endswith((":", "："))
    )
    opens = len(found.before) <= 14 and found.has_clock
    barred = "|" in line or "•" in line or " · " in line
    few = (8, 100) if found.has_clock or barred else (4, 70)
    parted = (
        len(left) <= few[0]
        and len(line) <= few[1]
        and (barred or any(mark in f" {found.rest} " for mark in (" - ", "·", " – ", " — ")))
    )
    issue = len(left) <= few[0] and _ISSUE.search(found.rest) is not None
    return Dateline(found.value) if labelled or opens or parted or issue else None


_IN_BRACKETS: Final = expression(r"[^\s:：] \([\w .,/-]{6,25}\)$")
"""A date that a headline has at its end: "Storm over the coast (28 September 2025)"."""
_ISSUE: Final = expression(
    r"\b(?:nr|no|vol|heft|ausgabe|issue|numéro|número|numero|edisi|nomor|số|выпуск|edição|edición)\b\.? ?\(?\d"
    r"|[№º°#] ?\d|第\d{1,5}[期号號]|제\d{1,5}[호권]",
    re.IGNORECASE,
)
"""The number of a printed issue or of a paper in a series, beside its date."""


_READING: Final = expression(
    r"(?:[–—|·•,-] ?)?(?:(?:lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|lectura|leestijd"
    r"|tempo di lettura|lettura"
    r"|tempo de leitura|leitura|reading time|waktu baca|thời gian đọc"
    r"|время чтения)\s?[:：]?\s?\d{1,3} ?(?:min\w{0,6}\.?|phút|мин\w{0,3}\.?)"
    r"|\d{1,3}[ -]?(?:min\w{0,6}\.?|mn|menit|phút|мин\w{0,3}\.?|分|분) ?(?:read|reading|lesezeit|lesedauer"
    r"|de lecture|de lectura"
    r"|leestijd|lezen|di lettura|de leitura|membaca|baca|đọc|чтения|で読める|읽기)"
    r"|\d[\d.,]{0,8} ?(?:views?|lượt (?:xem|đọc)|aufrufe|vues|visitas|visualizações|visualizzazioni|weergaven"
    r"|просмотр\w{0,2}|comments?"
    r"|kommentare?|commentaires?|comentarios?|reacties?|bình luận|commenti|comentários?|komentar|комментари\w{0,2}"
    r"|次浏览|次阅读|回閲覧))",
    re.IGNORECASE,
)
"""Reading times and counts beside a publication time."""
_LETTER_PLACE: Final = expression(
    r"[A-ZÀ-ÞĐА-ЯЁ][^\W\d]+(?:[ -][^\W\d]+){0,3}, ?(?:den|le|am|il|lúc|ngày|el|a|em|op|tanggal)?"
)


def _letter_head(found: Found) -> bool:
    """Whether a date stands as over or under a letter: "Berlin, den 8. Januar 2026"."""
    place = found.rest.strip(" .г")
    return len(found.before) > 3 and not found.has_clock and "," in place and _LETTER_PLACE.fullmatch(place) is not None


def _share_prompt(rest: str) -> bool:
    """Whether what stands beside the date is a share bar with its prompt: "Deel dit artikel: Share App Mail"."""
    _, _, buttons = rest.casefold().partition(":")
    return bool(buttons) and is_share_bar(key(buttons))


def _outlet_apart(rest: str) -> tuple[str | None, str]:
    """The outlet's name beside a date, and what else stands there.

    It stands twice without a space between ("Le MondeLe Monde"), as a logo leaves it, or in a title's marks (《...》).
    """
    periodical = _PERIODICAL.match(rest)
    if periodical:
        return periodical[1], rest[periodical.end() :]
    half, odd = divmod(len(rest), 2)
    if not odd and half >= 2 and rest[:half] == rest[half:]:
        return rest[:half].strip(), ""
    return None, rest


_PERIODICAL: Final = expression("《([^《》]{2,24})》")


_DATE_PREFIX: Final = re.compile(r"date\s{1,4}(\d{4}-\d\d(?:-\d\d)?)(?=\s|$)", re.IGNORECASE)


def date_prefix(line: str) -> tuple[str | None, str] | None:
    """A crawler's "date 2024-05-06 Text": the date (None when it has no day) and the text after it."""
    match = _DATE_PREFIX.match(line)
    if not match:
        return None
    found = find_date(match[1])
    return (found.value if found else None), line[match.end() :].strip()
