"""Dates as pages write them, in thirteen languages, read into RFC 3339.

A date without an offset from UTC gives a date only: RFC 3339 has no local times, and a guessed offset would be
invented. Day comes before month wherever both readings are possible, as everywhere but in the United States; US pages
carry ISO dates in their markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from service.core.date_forms import dates_in, western
from service.core.date_labels import Standing, likeliest
from service.core.expressions import expression
from service.core.line_text import remembered

_YEAR_HINT = expression(
    r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\d\d)|['’]\d\d"
)  # every form has a year in full, or two digits behind a mark
_CLOCK = expression(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:(?P<sep>[:hH.]| h |：|時|시|点"
    r"|點)\s?(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?:分|분)?|(?P<bare>[hH]|時|시)(?!\w))"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
)
_OFFSET = expression(
    r"(?P<utc>\b(?:gmt|utc)\b|(?<=\d)z\b)(?:\s?(?P<sign>[+−-])\s?(?P<hours>\d\d?)(?::?(?P<minutes>[0-5]\d))?)?"
    r"|(?<=\d)\s?(?P<sign2>[+−-])(?P<hours2>\d\d):?(?P<minutes2>[0-5]\d)\b"
)
_LONGEST = 200  # a line with a publication time is short; also keeps every search here cheap


@dataclass(frozen=True, slots=True)
class Found:
    """A date found in a line.

    Attributes:
        value: RFC 3339 date, or date-time where the line states the clock time and its offset from UTC.
        rest: the line without its dates, time and offset.
        before: what stands before the date, dates of the East in figures of the common calendar.
        has_clock: whether a time of day stood beside it.
        standing: whether its label speaks of publication.
    """

    value: str
    rest: str
    before: str
    has_clock: bool
    standing: Standing


_Dated = tuple[int, int, date]
"""Where a date stands in its line, and its day."""


@remembered
def find_date(line: str) -> Found | None:
    """The full date (day, month, year) of publication in a line of at most 200 code points, else None.

    Of several it is the first of those whose labels speak most of publication.
    """
    if len(line) > _LONGEST:
        return None
    line = western(line)
    if not _YEAR_HINT.search(line):
        return None
    folded = line.casefold()
    if len(folded) != len(line):  # casefolding changed offsets (ß, İ): lower() keeps them for all the forms here
        folded = line.lower()
    dates = _apart(folded)
    return _with_clock(line, folded, dates) if dates else None


def _apart(folded: str) -> list[_Dated]:
    """The dates of a line that do not overlap, in order; of two at one place the longer."""
    found: list[_Dated] = []
    for match, day in sorted(dates_in(folded), key=lambda hit: (hit[0].start(), -hit[0].end())):
        if not found or match.start() >= found[-1][1]:
            found.append((*match.span(), day))
    return found


def _with_clock(line: str, folded: str, dates: list[_Dated]) -> Found:
    """The likeliest of some dates, with the time of day and the offset from UTC around it; all is cut from the line."""
    best, standing = likeliest(folded, [(start, end) for start, end, _ in dates])
    start, end, day = dates[best]
    spans = [(s, e) for s, e, _ in dates]
    blank = folded
    for s, e in spans:
        blank = blank[:s] + "\0" * (e - s) + blank[e:]
    blank = blank[: dates[best + 1][0]] if best + 1 < len(dates) else blank
    value = day.isoformat()
    clock = _CLOCK.search(blank.replace("\0t", "\0 "), end if best else 0)
    if clock:
        spans.append(clock.span())
        offset = _OFFSET.search(blank, clock.end())
        if offset:
            spans.append(offset.span())
            value = f"{value}T{_time(clock)}{_zone(offset)}"
    rest = line
    for s, e in sorted(spans, reverse=True):
        rest = f"{rest[:s]} {rest[e:]}"
    if len(dates) > 1:
        rest = _CLOCK.sub(" ", rest)
    return Found(value, " ".join(rest.split()), line[:start], clock is not None, standing)


def _time(clock: re.Match[str]) -> str:
    """HH:MM:SS of a clock time, seconds dropped, am/pm resolved."""
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    return f"{hour:02}:{int(clock['minute'] or 0):02}:00"


def _zone(offset: re.Match[str]) -> str:
    """The offset as RFC 3339 writes it."""
    hours = offset["hours"] or offset["hours2"]
    if not hours or int(hours) > 14:
        return "Z"
    sign = "-" if (offset["sign"] or offset["sign2"]) != "+" else "+"
    return f"{sign}{int(hours):02}:{offset['minutes'] or offset['minutes2'] or '00'}"


_EARLIEST: Final = "1990"
"""Pages of news are younger; an older date on one is a template's, an archive's or the matter's."""
_AHEAD: Final = timedelta(days=2)
"""Time zones and clocks that are wrong explain a day; what lies further ahead is no time of publication."""


def is_plausible(value: str, now: str) -> bool:
    """Whether a date found on a page may be its time of publication: neither before 1990 nor in the future.

    Args:
        value: RFC 3339 date or date-time.
        now: RFC 3339 date-time of the processing.
    """
    try:
        latest = (date.fromisoformat(now[:10]) + _AHEAD).isoformat()
    except ValueError:
        return value >= _EARLIEST
    return value >= _EARLIEST and value[:10] <= latest


_ISO = expression(
    r"((?:19|20)\d\d-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)


def machine_date(value: str) -> str | None:
    """RFC 3339 of a date in page markup (ISO 8601 or nearly), None when it is none."""
    match = _ISO.match(value.strip())
    if not match:
        found = find_date(value)
        return found.value if found else None
    day, clock, seconds, zone = match.groups()
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    if not clock or not zone or clock > "23:59":
        return day
    zone = zone.upper() if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{clock}{seconds or ':00'}{zone}"
