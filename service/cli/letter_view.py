"""Dead letters for people and for machines: a row, a page, counts with bars."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from service.cli.counts import counted
from service.cli.moments import shown
from service.core.headers import name_bytes, name_text
from service.stream.dead_letters import event_id, event_of, event_source, original_headers

if TYPE_CHECKING:
    from service.cli.console import Console
    from service.stream.dead_letters import Letter
    from service.stream.redrive import Plan
    from service.stream.settlements import Action, Settlement

BAR = 30
"""Columns of the longest bar."""
MOST_SHOWN = 4096
"""Bytes of a value that `show` prints unless it is asked for all."""
_PER_LINE = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A letter without its value: what a list holds."""

    letter_place: tuple[int, int]
    timestamp: int
    reason: str
    stage: str
    message: str
    attempts: int
    build: str
    origin: dict[str, Any] | None
    id: str
    source: str
    settled: str | None

    def as_json(self) -> dict[str, Any]:
        """The row for machines."""
        return {
            "partition": self.letter_place[0],
            "offset": self.letter_place[1],
            "time": shown(self.timestamp),
            "reason": self.reason,
            "stage": self.stage,
            "message": self.message,
            "attempts": self.attempts,
            "build": self.build,
            "origin": self.origin,
            "id": self.id,
            "source": self.source,
            "settled": self.settled,
        }


def row_of(letter: Letter, action: Action | None) -> Row:
    """A letter's row."""
    event = event_of(letter)
    return Row(
        letter_place=(letter.partition, letter.offset),
        timestamp=letter.timestamp,
        reason=letter.reason,
        stage=letter.stage,
        message=letter.message,
        attempts=letter.attempts,
        build=letter.build,
        origin=letter.origin.as_json() if letter.origin else None,
        id=event_id(event) or (letter.key or b"").decode("utf-8", "replace"),
        source=event_source(event),
        settled=action.value if action else None,
    )


def printable(text: str) -> str:
    """Strangers' text without the control characters that could steer a terminal; lines and tabs stay."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "�" for letter in text)


def one_line(text: str) -> str:
    """Strangers' text on one line."""
    return " ".join(printable(text).split())


def table_of(rows: list[Row]) -> Table:
    """Rows for people."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("place", "time", "reason", "tries", "build", "id"):
        table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=40)
    table.add_column("message", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        place = f"{row.letter_place[0]}:{row.letter_place[1]}"
        state = f"[{row.settled}] " if row.settled else ""
        texts = (place, shown(row.timestamp), row.reason, str(row.attempts), row.build, row.id, state + row.message)
        table.add_row(*(Text(one_line(text)) for text in texts), style="dim" if row.settled else "")
    return table


def page_json(letter: Letter, settlement: Settlement | None) -> dict[str, Any]:
    """A whole letter for machines: values as text where they are UTF-8, else as `{"base64": ...}`."""
    return {
        **row_of(letter, settlement.action if settlement else None).as_json(),
        "why": settlement.why if settlement else None,
        "settled_at": settlement.at if settlement else None,
        "key": _plain(letter.key),
        "headers": [[_plain(name_bytes(name)), _plain(value)] for name, value in letter.headers],
        "original_headers": len(original_headers(letter.headers)),
        "value": _plain(letter.value),
    }


def _plain(data: bytes | None) -> str | dict[str, str] | None:
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data or b"").decode()}


def print_page(console: Console, letter: Letter, settlement: Settlement | None, *, whole: bool, as_hex: bool) -> None:
    """A whole letter for people: its own headers, those of the refusal, the value."""
    own = len(original_headers(letter.headers))
    console.print(Text(f"letter {letter.partition}:{letter.offset}, {shown(letter.timestamp)}", style="bold"))
    if settlement is not None:
        why = f": {one_line(settlement.why)}" if settlement.why else ""
        console.print(Text(f"{settlement.action.value} {one_line(settlement.at)}{why}", style="yellow"))
    console.print(Text(f"key {_short(letter.key)}"))
    for number, (name, value) in enumerate(letter.headers):
        console.print(
            Text(f"  {one_line(name_text(name))}: {_short(value)}", style="" if number < own else "cyan"),
            soft_wrap=True,
        )
    _print_value(console, letter.value, whole=whole, as_hex=as_hex)


def _short(data: bytes | None) -> str:
    if data is None:
        return "(null)"
    try:
        return one_line(data.decode())
    except UnicodeDecodeError:
        return f"(hex) {data.hex(' ')}"


def _print_value(console: Console, value: bytes | None, *, whole: bool, as_hex: bool) -> None:
    if value is None:
        console.print("value (null)")
        return
    shown_bytes = value if whole else value[:MOST_SHOWN]
    console.print(f"value, {counted(len(value), 'byte')}")
    console.print(
        Text(hexdump(shown_bytes) if as_hex or not _is_text(value) else _cut_text(shown_bytes)), soft_wrap=True
    )
    if len(shown_bytes) < len(value):
        console.print(f"... {counted(len(value) - len(shown_bytes), 'byte')} more; --whole shows them", style="dim")


def _is_text(value: bytes) -> bool:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def _cut_text(value: bytes) -> str:
    return printable(value.decode("utf-8", "ignore"))  # a character may be cut at the end


def hexdump(data: bytes) -> str:
    """Bytes as lines of offset, sixteen bytes in hexadecimal, and the printable ASCII among them."""
    lines = []
    for start in range(0, len(data), _PER_LINE):
        part = data[start : start + _PER_LINE]
        letters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        lines.append(f"{start:08x}  {part.hex(' '):<{_PER_LINE * 3 - 1}}  {letters}")
    return "\n".join(lines)


@dataclass(slots=True)
class Stats:
    """Counts of letters by what they are."""

    open: int = 0
    settled: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    builds: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)

    def add(self, letter: Letter, action: Action | None, *, settled_too: bool) -> None:
        """Count one."""
        if action is None:
            self.open += 1
        else:
            self.settled[action.value] += 1
        if action is None or settled_too:
            self.reasons[letter.reason or "unknown"] += 1
            self.builds[letter.build or "unknown"] += 1
            self.days[shown(letter.timestamp)[:10]] += 1

    def as_json(self) -> dict[str, Any]:
        """The counts for machines."""
        return {
            "open": self.open,
            "settled": dict(self.settled),
            "reasons": dict(self.reasons.most_common()),
            "builds": dict(self.builds.most_common()),
            "days": dict(sorted(self.days.items())),
        }

    def print(self, console: Console) -> None:
        """The counts for people."""
        settled = ", ".join(f"{count:,} {action}" for action, count in sorted(self.settled.items()))
        console.print(Text(f"{self.open:,} open{f'; {settled}' if settled else ''}", style="bold"))
        for title, counts in (
            ("reason", self.reasons.most_common()),
            ("build", self.builds.most_common()),
            ("day", sorted(self.days.items())),
        ):
            if counts:
                console.print(bars(title, counts))


def bars(title: str, counts: list[tuple[str, int]]) -> Table:
    """Counts as a bar each, the longest `BAR` columns."""
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    table.add_column(title, no_wrap=True)
    table.add_column("letters", justify="right")
    table.add_column("")
    most = max(count for _, count in counts)
    for name, count in counts:
        table.add_row(Text(one_line(name)), f"{count:,}", Text("█" * max(1, round(BAR * count / most)), style="cyan"))
    return table


VERDICT_WORDS = {
    "ready": "can go back",
    "looping": "failed too often on this build; --force sends them all the same",
    "no_origin": "name no origin in Kafka, so there is no channel to send them to",
    "elsewhere": "came from another channel; --channel names it",
    "no_record": "hold a batch that cannot be decoded, not a record; `show --raw` gives it",
    "too_large": "are larger than the channel takes; raise its max.message.bytes",
}


def print_plan(console: Console, plan: Plan, channel: str) -> None:
    """What a redrive would do, for people."""
    for verdict, count in plan.verdicts.most_common():
        words = VERDICT_WORDS[verdict.value]
        console.print(Text(f"{count:>9,} {words}{f' to {channel}' if verdict.value == 'ready' else ''}"))
    if plan.ready:
        console.print(bars("reason", plan.reasons.most_common()))
