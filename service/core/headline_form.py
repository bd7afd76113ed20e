"""What a headline looks like, whatever it says."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.line_text import is_cjk, remembered

_SHORTEST: Final = 8  # code points of a headline
_LONGEST_CODE: Final = 15  # of an agency's mark: "U16 0883 EST"
_RESULT: Final = expression(r"(?<!\d)\d{1,3} ?[:–-] ?\d{1,3}(?: \(.{1,20}\))?$")
_TAGGED: Final = expression(r"[\[(【［][^\])】］]{1,16}[\])】］]\s?(?=\S)")  # "[Update] Ferry sails"


_LONGEST_MENU_ENTRY: Final = 20  # code points
_FEWEST_ENTRIES: Final = {" | ": 3, " · ": 4, " • ": 4}
"""By what parts them: headlines name three places between points."""
_CODE: Final = "js|jsx|ts|tsx|mjs|py|rb|rs|go|php|net|cs|cpp|java|sh|css|html|htm|xml|json|sql|md|pdf|exe|txt|zip"
_LOGO: Final = expression(rf"[^\W_][\w-]{{1,20}}\.(?!(?:{_CODE})\b)[a-z]{{2,8}} [–—|-] ")


def is_logo(line: str) -> bool:
    """Whether a line opens with a site's name that is its address, a motto behind it.

    "Ferries.example - All lines at a glance"; no names of files and of what is written in code: "Node.js - ...".
    """
    return _LOGO.match(line) is not None


def _is_menu(line: str) -> bool:
    """Whether strokes or points part a line into some short entries: "Agenda | Documents | Questions"."""
    mark = next((mark for mark in _FEWEST_ENTRIES if mark in line), "")
    entries = line.split(mark) if mark else []
    return bool(entries) and len(entries) >= _FEWEST_ENTRIES[mark] and max(map(len, entries)) <= _LONGEST_MENU_ENTRY


@remembered
def reads_like_title(line: str) -> bool:
    """Whether a line has a headline's form: some words, no full stop, no bullet, no label."""
    if (
        not _SHORTEST <= len(line) <= 300
        or line[-1] in ".,;:。、：；|"
        or (line[0] in "-*·•([>–—+" and not _TAGGED.match(line))
        or "。" in line
        or not any(map(str.isalpha, line))
        or (len(line) <= _LONGEST_CODE and line.isupper() and any(map(str.isdigit, line)))
        or " > " in line
        or _is_menu(line)
        or " ＞ " in line
        or ((line[-1] == ")" or line[-1].isdigit()) and (line.isdigit() or _RESULT.search(line)))
    ):
        return False
    return len(line) >= 20 or line.count(" ") >= 2 or is_cjk(line)
