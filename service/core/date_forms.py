"""The shapes in which the pages of thirteen languages print a full date: day, month and year.

Shapes of the East that no other language has (eras, years of the republic, numerals in characters, wide digits) are
put into figures of the common calendar first; the rest is one list of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from service.core.expressions import expression

_MONTH_NAMES: Final = (
    "january jan januar jänner jän janvier janv enero ene januari gennaio genn gen janeiro января январь янв",
    (
        "february feb februar feber february février févr fév febrero februari pebruari peb febbraio febbr fevrier"
        " fevereiro fev февраля февраль февр фев"
    ),
    "march mar märz maerz mär mrz mars marzo maart maret mrt março marco марта март мар",
    "april apr avril avr abril abr aprile апреля апрель апр",
    "may mai mayo mei maggio magg mag maio мая май",
    "june jun juni juin junio giugno giugn giu junho июня июнь июн",
    "july jul juli juillet juill juil julio luglio lug julho июля июль июл",
    "august aug août aout aoû agosto ago ag augustus agustus agt ags agst agu августа август авг",
    "september sep sept septembre septiembre setiembre settembre sett set setembro сентября сентябрь сен сент",
    "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт",
    "november nov novembre noviembre nopember nop novembro ноября ноябрь ноя нояб",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des декабря декабрь дек",
)
_VIETNAMESE: Final = (
    *("một giêng", "hai", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười-một", "mười-hai chạp"),
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()} | {
    f"tháng {name.replace('-', ' ')}": number for number, names in enumerate(_VIETNAMESE, 1) for name in names.split()
}
"""Month names and abbreviations, casefolded, to 1-12."""

_NAME = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"['’‘](?P<year>\d\d)"
_MONTH = r"(?P<month>\d\d?)"
_DAY = r"(?P<day>\d\d?)"
_MARK = r"(?P<s>\s?[-/]\s?)"
_ORDINAL = r"(?:\.?[ºo°]|\.|ᵉʳ|\s?er|e|st|nd|rd|th|ro|do|»|”)?"
_END = r"(?!\d(?!\d?[:./h]))"
"""No figure follows, unless it opens the time or a date that a lost space glued on."""
_OF = r"(?:de\s|del\s|of\s)?"
_ANY_YEAR = r"['’‘]?(?P<year>(?:19|20)\d\d|(?<=['’‘])\d\d)"
_FORMS: Final = (
    # figures, the year first
    ("-./", expression(rf"(?<!\d){_YEAR}\s?(?P<s>[-./])\s?{_MONTH}\s?(?P=s)\s?{_DAY}{_END}")),
    (
        "年년ね",
        expression(rf"(?<!\d){_YEAR}\s?(?:[年년]|ねん)\s?{_MONTH}\s?(?:[月월]|がつ)\s?{_DAY}\s?(?:[日일]|にち)"),
    ),
    ("'’‘", expression(rf"(?<!\w){_SHORT_YEAR}(?P<s>[./])\s?{_MONTH}(?P=s)\s?{_DAY}(?!\d)")),
    # figures, the day first
    (
        "-./",
        expression(rf"(?:(?<![\d/.])|(?<=\d:\d\d)){_DAY}\s?(?P<s>[-./])\s?{_MONTH}\s?(?P=s)\s?{_YEAR}{_END}(?!\.\d)"),
    ),
    ("./", expression(r"(?<![\d/.])(?P<day>\d\d?)(?P<s>[/.])(?P<month>\d\d?)(?P=s)(?P<year>\d\d)(?!\d|[/.]\d)")),
    # the month's name
    (
        " -.",
        expression(
            rf"(?<!\d){_DAY}{_ORDINAL},?(?:\s|-|(?<=[.»])){_OF}{_NAME}(?:\s?,?\s|-|(?<=\.)){_OF}(?:n[ăa]m\s)?{_YEAR}{_END}"
        ),
    ),
    ("-/", expression(rf"(?<!\d){_DAY}{_MARK}{_NAME}(?P=s){_YEAR}{_END}")),
    ("'’‘", expression(rf"(?<!\d){_DAY}\.?\s{_NAME}\s{_SHORT_YEAR}(?!\d)")),
    (
        " -./",
        expression(
            rf"\b{_NAME}(?P<s>\s?[-/]\s?|\s|(?<=\.)){_DAY}(?:st|nd|rd|th)?(?:(?P=s)|\s?,?\s){_OF}{_ANY_YEAR}{_END}"
        ),
    ),
    (" -", expression(rf"(?<![\d-]){_YEAR}(?P<s>,?\s|-){_NAME}(?:\s|-){_DAY}(?!\d)")),
    # Vietnamese months by their numbers
    ("h", expression(rf"(?<!\d){_DAY}[\s/-]?(?:th[áa]ng|thg|th)\s?{_MONTH}(?:,?[\s/-](?:n[ăa]m\s)?){_YEAR}{_END}")),
    ("h", expression(rf"\b(?:th[áa]ng|thg|th)\s?{_MONTH}\s{_DAY},\s{_YEAR}{_END}")),
    # two figures between hyphens beside the time: the year first, as Korean boards have it, or last
    ("-", expression(r"(?<![\d/.-])(?P<year>2\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\s\d\d:\d\d)")),
    ("-", expression(r"(?<![\d/.-])(?P<day>\d\d?)(?P<s>-)(?P<month>\d\d?)-(?P<year>2\d)(?=\s\d\d[:.]\d\d)")),
)
"""Each form with characters one of which every date of it has."""
_WIDE: Final = str.maketrans("０１２３４５６７８９．／－：（）\u3000", "0123456789./-:() ")
_EASTERN: Final = re.compile(r"[年０-９]|\b[RH]\d")
"""What a line has that may need putting into figures of the common calendar."""
_NUMBER = r"[〇○零元正一二三四五六七八九十]{1,4}|\d{1,4}"
_DOUBLE_YEAR = expression(
    r"(?<=\d)年?\s?\((?:西暦|令和|平成)?\s?[\d元]{1,4}年?\)\s?年?|(?<=年)\((?:令和|平成)[\d元]{1,2}年?\)"
)
"""The year in the other calendar, in brackets beside the first."""
_FULL_DATE = expression(
    rf"(?P<era>令和|平成|(?:中華|中华)?民[國国])?\s?(?P<year>{_NUMBER})\s?年\s?(?P<month>{_NUMBER})\s?月\s?(?P<day>{_NUMBER})\s?日"
)
_INITIAL = expression(r"(?<![A-Za-z\d.])(?P<era>[RH])(?P<year>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<day>\d\d?)(?![\d.])")
_BEFORE_ERA: Final = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988, "": 0}
"""The year before each era's first."""
_BEFORE_REPUBLIC: Final = 1911
_FIGURES: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "元": 1, "正": 1}


def western(line: str) -> str:
    """A line with its Eastern dates in figures of the common calendar."""
    if (line.isascii() and "R" not in line and "H" not in line) or not _EASTERN.search(line):
        return line
    line = _DOUBLE_YEAR.sub("年", line.translate(_WIDE))
    return _INITIAL.sub(_in_figures, _FULL_DATE.sub(_in_figures, line))


def _in_figures(match: re.Match[str]) -> str:
    """A date of an era or in characters as one of the common calendar."""
    era, year = match["era"] or "", _number(match["year"])
    before = _BEFORE_ERA.get(era, _BEFORE_REPUBLIC)
    return f"{before + year}年{_number(match['month'])}月{_number(match['day'])}日"


def _number(text: str) -> int:
    """A number in figures, or in characters: 二〇二六, 十二, 三十一."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return 10 * _FIGURES.get(tens, 1) + _FIGURES.get(ones, 0)
    return int("".join(str(_FIGURES.get(c, c)) for c in text))


def dates_in(folded: str) -> Iterator[tuple[re.Match[str], date]]:
    """Every full date in a casefolded line with the day it names; they may overlap."""
    marks = set(folded)
    for needed, form in _FORMS:
        for match in () if marks.isdisjoint(needed) else form.finditer(folded):
            day = _day(match)
            if day:
                yield match, day


_EASTERN_DAY = expression("[週周星][一二三四五六日天期]|[요曜]일?")
_EASTERN_SCRIPT = expression(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_AMERICAN = expression(r"\d\s?[ap]\.?m\.?,? \(?[ecmp][sd]?t\b")


def _day(match: re.Match[str]) -> date | None:
    """The calendar day a match names; None where there is no such day."""
    year, month, day = match["year"], match["month"], int(match["day"])
    number = MONTHS.get(month) or int(month)
    if match.start("day") < match.start("month") and month.isdigit():
        if len(year) == 2 and match["s"] != "-" and _EASTERN_SCRIPT.search(match.string):
            year, day = match["day"].zfill(2), int(year)  # there the year always stands first
        elif number > 12 >= day or (day <= 12 and _has_month_first(match.string)):
            number, day = day, number
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, day)
    except ValueError:
        return None


def _has_month_first(line: str) -> bool:
    """Whether a line's dates in figures have the month first: beside Eastern names of days, or a zone of America."""
    return _EASTERN_DAY.search(line) is not None or _AMERICAN.search(line) is not None
