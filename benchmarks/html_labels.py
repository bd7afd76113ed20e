"""Which blocks of a labelled page belong to its gold text.

A long block belongs when most of its words stand in the gold text in runs of four. A short one ("Fares", "1.") belongs
when it stands there in the gap between the long ones around it. No stretch of gold text is used twice: pages
carry their article once more for small screens or for print.
"""

from __future__ import annotations

from bisect import bisect_left

from benchmarks.html_pages import words

_RUN = 4  # words
_SHORT = 6  # words; fewer are looked for whole


def _places(gold: list[str], length: int) -> dict[tuple[str, ...], list[int]]:
    """Where each run of words of a length stands in the gold text."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(gold) - length + 1):
        places.setdefault(tuple(gold[i : i + length]), []).append(i)
    return places


def labels(texts: list[str], gold_text: str) -> list[float]:
    """For each block of a page the share of its words that belong to the gold text, in [0, 1]."""
    gold = words(gold_text)
    blocks = [words(text) for text in texts]
    found: list[float] = [0.0] * len(blocks)
    anchors: list[int] = [-1] * len(blocks)
    used = [False] * len(gold)
    runs = _places(gold, _RUN)
    for i, block in enumerate(blocks):
        if len(block) >= _SHORT:
            found[i], anchors[i] = _long(block, runs, used)
    for i, block in enumerate(blocks):
        if 0 < len(block) < _SHORT:
            low = max((a for a in anchors[:i] if a >= 0), default=0)
            high = next((a for a in anchors[i + 1 :] if a >= 0), len(gold))
            place = _short(block, gold, used, low, max(low, high))
            if place >= 0:
                found[i], anchors[i] = 1.0, place
    return found


def _long(block: list[str], runs: dict[tuple[str, ...], list[int]], used: list[bool]) -> tuple[float, int]:
    """The share of a long block's words that stand in unused gold text, and where the first does."""
    covered: set[int] = set()
    matched: set[int] = set()
    first, expected = -1, -1
    for i in range(len(block) - _RUN + 1):
        places = runs.get(tuple(block[i : i + _RUN]))
        if not places:
            continue
        at = bisect_left(places, expected)
        free = [p for p in (*places[at:], *places[:at]) if not used[p]]
        if free:
            expected = free[0]
            first = expected if first < 0 else first
            covered.update(range(i, i + _RUN))
            matched.update(range(expected, expected + _RUN))
    share = len(covered) / len(block)
    if share < 0.5:
        return share, -1
    for place in matched:
        used[place] = True
    return share, first


def _short(block: list[str], gold: list[str], used: list[bool], low: int, high: int) -> int:
    """Where a short block stands whole and unused in a stretch of the gold text; -1 when it does not."""
    for i in range(low, min(high, len(gold) - len(block) + 1)):
        if not used[i] and gold[i : i + len(block)] == block and not any(used[i : i + len(block)]):
            used[i : i + len(block)] = [True] * len(block)
            return i
    return -1
