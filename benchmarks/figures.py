"""Figures beside the bounds that they are to keep: said, printed and stored in one way by every benchmark."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HELD = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        what: it is, with its unit.
        measured: its value.
        sign: how it is to stand to the bound, one of HELD; "" where it is only reported.
        bound: what is to be reached.
    """

    what: str
    measured: float
    sign: str = ""
    bound: float = 0.0

    @property
    def missed(self) -> bool:
        """Whether there is a bound that it does not keep."""
        return bool(self.sign) and not HELD[self.sign](self.measured, self.bound)

    def row(self) -> dict[str, Any]:
        """As results hold it."""
        wanted = f"{self.sign} {self.bound:,g}" if self.sign else "-"
        return {"what": self.what, "measured": self.measured, "wanted": wanted, "missed": self.missed}


def show(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Print each with its bound and whether that is met; their rows."""
    rows = [figure.row() for figure in figures]
    for row in rows:
        word = "" if row["wanted"] == "-" else "  MISSED" if row["missed"] else "  met"
        print(f"  {row['measured']:10,.2f}  {row['what']} (wanted {row['wanted']}){word}", flush=True)
    return rows
