"""Moments as people give them to options: `2h` ago, or `2026-01-31T08:00Z`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from service.errors import InputError

_AGO = re.compile(r"([0-9]{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment_ms(text: str, option: str, now: datetime) -> int:
    """A moment in milliseconds since the epoch.

    Args:
        text: a number and s, m, h, d or w, which count back from now; or a date or time as RFC 3339 has it. UTC where
            it names no offset.
        option: the option's name, for the error.
        now: the present, with a time zone.

    Raises:
        InputError: it is neither.
    """
    if ago := _AGO.fullmatch(text):
        moment = now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    else:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise InputError(f"{option} {text}: give a moment such as 2h, 7d or 2026-01-31T08:00Z") from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def shown(ms: int) -> str:
    """Milliseconds since the epoch as RFC 3339 in UTC, to the second; `-` for what is no time."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return "-"
