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

from service.core.expressions import expression

_MONTH_NAMES: Final = (
    "january jan januar jänner janvier janv enero ene januari gennaio gen janeiro января январь янв",
    "february feb februar feber février févr fevrier febrero februari febbraio fevereiro fev февраля февраль фев",
    "march mar märz maerz mär mrz mars marzo maart mrt março marco maret марта март мар",
    "april apr avril avr abril abr aprile апреля апрель апр",
    "may mai mayo mei maggio mag maio мая май",
    "june jun juni juin junio giugno giu junho июня июнь июн",
    "july jul juli juillet juil julio luglio lug julho июля июль июл",
    "august aug août aout agosto ago augustus agustus agu августа август авг",
    "september sep sept septembre septiembre setiembre settembre set setembro сентября сентябрь сен сент",
    "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт",
    "november nov novembre noviembre novembro ноября ноябрь ноя нояб",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des декабря декабрь дек",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""Month names and abbreviations, casefolded, to 1-12."""

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE_FORMS: Final = (
    expression(rf"(?<!\d){_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)"),
    expression(
        rf"(?<!\d){_YEAR}\s?(?:[年년]|ねん)\s?(?P<month>\d\d?)\s?(?:[月월]|がつ)\s?(?P<day>\d\d?)\s?(?:[日일]|にち)"
    ),
    expression(rf"(?<!\d){_YEAR}(?P<s>[./])\s?(?P<month>\d\d?)(?P=s)\s?(?P<day>\d\d?)(?!\d)"),
    expression(rf"(?<![\d/.])(?P<day>\d\d?)(?P<s>[/.-])\s?(?P<month>\d\d?)(?P=s)\s?{_YEAR}(?!\d)"),
    expression(r"(?<![\d/.])(?P<day>\d\d?)(?P<s>[/.])(?P<month>\d\d?)(?P=s)(?P<year>\d\d)(?![\d/.])"),
    expression(
        rf"(?<!\d)(?P<day>\d\d?)(?:\.|er|st|nd|rd|th|º)?,?(?:\s|-|(?<=\.))(?:de\s|of\s)?{_MONTH},?(?:\s|-|(?<=\.))"
        rf"(?:de\s|del\s)?{_YEAR}(?!\d)"
    ),
    expression(rf"(?<!\d)(?P<day>\d\d?)\.?\s{_MONTH}\s['’](?P<year>\d\d)(?!\d)"),
    expression(rf"\b{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?:de\s|del\s)?{_YEAR}(?!\d)"),
    expression(
        r"(?:ng[àa]y\s)?(?<!\d)(?P<day>\d\d?)\s?(?:th[áa]ng|thg|th)\s?(?P<month>\d\d?)(?:,?\s(?:n[ăa]m\s)?)"
        rf"{_YEAR}(?!\d)"
    ),
    expression(rf"\b(?:th[áa]ng|thg|th)\s?(?P<month>\d\d?)\s(?P<day>\d\d?),\s{_YEAR}(?!\d)"),
    # As Korean boards write it beside the time.
    expression(r"(?<![\d/.-])(?P<year>2\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\s\d\d:\d\d)"),
)
_ERA = expression(r"(?P<era>令和|平成)(?P<year>\d{1,2}|元)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_ERA_BEFORE: Final = {"令和": 2018, "平成": 1988}
"""The year before each era's first."""
_EASTERN_DAY = expression("[週周星][一二三四五六日天期]|[요曜]일?")
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
        rest: the line without date, time and offset.
        start: where the date stood, in code points.
        has_clock: whether a time of day stood beside it.
    """

    value: str
    rest: str
    start: int
    has_clock: bool


def find_date(line: str) -> Found | None:
    """The first full date (day, month, year) in a line of at most 200 code points, else None."""
    if len(line) > _LONGEST:
        return None
    if "令和" in line or "平成" in line:
        line = _ERA.sub(_western_year, line)
    if not _YEAR_HINT.search(line):
        return None
    folded = line.casefold()
    if len(folded) != len(line):  # casefolding changed offsets (ß, İ): lower() keeps them for all the forms here
        folded = line.lower()
    hits = [(m.start(), -m.end(), m, day) for form in _DATE_FORMS for m in form.finditer(folded) if (day := _day(m))]
    if not hits:
        return None
    _, _, match, day = min(hits, key=lambda hit: hit[:2])
    return _with_clock(line, folded, match, day)


def _is_slashed_day_first(match: re.Match[str]) -> bool:
    """Whether a date is of figures parted by marks that would be read as day, month and year."""
    return match.start("day") < match.start("month") and match["month"].isdigit()


def _western_year(match: re.Match[str]) -> str:
    """A date of a Japanese era in the common calendar."""
    year = 1 if match["year"] == "元" else int(match["year"])
    return f"{_ERA_BEFORE[match['era']] + year}年{match['month']}月{match['day']}日"


def _day(match: re.Match[str]) -> date | None:
    """The calendar day a match names; None where there is no such day."""
    year, month, day = match["year"], match["month"], int(match["day"])
    number = MONTHS.get(month) or int(month)
    if number > 12 >= day or (day <= 12 and _is_slashed_day_first(match) and _EASTERN_DAY.search(match.string)):
        number, day = day, number  # month before day after all; as the East writes it beside its names of days
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, day)
    except ValueError:
        return None


def _with_clock(line: str, folded: str, match: re.Match[str], day: date) -> Found:
    """Add the time of day and the offset from UTC that stand around the date; cut all three from the line."""
    spans = [match.span()]
    blank = folded[: match.start()] + "\0" * (match.end() - match.start()) + folded[match.end() :]
    value = day.isoformat()
    clock = _CLOCK.search(blank.replace("\0t", "\0 "))
    if clock:
        spans.append(clock.span())
        offset = _OFFSET.search(blank, clock.end())
        if offset:
            spans.append(offset.span())
            value = f"{value}T{_time(clock)}{_zone(offset)}"
    rest = line
    for start, end in sorted(spans, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return Found(value, " ".join(rest.split()), match.start(), clock is not None)


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
