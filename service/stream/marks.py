"""Marks in the group's committed offsets, by which a worker learns how the one before it ended.

Kafka keeps a short text beside each committed offset. A worker that begins to work on a partition leaves a mark
there, which says how far its work may reach; when it lets the partition go in peace it takes the mark away. Whoever
finds one knows that its owner ended uncleanly, and that what ended it may stand between the committed offset and the
mark's end: no disk is needed, and it does not matter which worker comes next.

The first unclean end makes the successor *careful*: short batches, each published and committed before the next, so
that another end points at few articles. Had that one, too, left an open mark, those few go into *quarantine*.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from faust.types.tuples import TP

    from service.stream.batch import Batch, Fetched

log = logging.getLogger(__name__)

CAREFUL_RECORDS = 50
"""A careful batch, and so about what a quarantine holds: 50 articles are worked through in about 50 ms, which hides
the commit of some ms that each costs."""
QUARANTINE_RECORDS = 10
"""A batch in quarantine: what a rebalance in the middle of it repeats."""
LOOKAHEAD_FETCHES = 2
"""Fetches, as large as the largest so far, that a mark reaches beyond what was read: so the commits that happen anyway
keep it ahead of work. No further: all that it covers is suspect after an unclean end, and whoever is careful for long
is more likely to be ended meanwhile by chance, which then looks like an article that kills."""
MOST_LOOKAHEAD = 2_000
"""Offsets that it reaches beyond what was read at most."""
QUARANTINE_ENDS = 2
"""Unclean ends without progress that make a quarantine. One is not enough: machines are lost more often than articles
kill, and the successor of a worker that was merely killed should lose no time."""
_MOST_ENDS = 9
_TEXT = re.compile(r"communique/1 (open|closed) ends=(\d) until=(\d{1,19}) end=(\d{1,19}) by=([0-9a-z]{1,16})")


class Mode(Enum):
    """How a batch is worked on."""

    NORMAL = "normal"
    CAREFUL = "careful"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a committed offset.

    Attributes:
        open: its owner is at work, or ended uncleanly.
        ends: unclean ends since the committed offset last passed `end`.
        until: offsets below this one may have been worked on.
        end: offsets below this one are suspect.
        owner: names the process.
    """

    open: bool
    ends: int
    until: int
    end: int
    owner: str

    @property
    def text(self) -> str:
        """As it stands in Kafka: at most 100 characters; brokers take 4,096 (offset.metadata.max.bytes)."""
        state = "open" if self.open else "closed"
        return f"communique/1 {state} ends={self.ends} until={self.until} end={self.end} by={self.owner}"


def parse_mark(text: str | None) -> Mark | None:
    """The mark that a text is; None for an empty one, another version's, or another tool's."""
    found = _TEXT.fullmatch(text or "")
    if found is None:
        return None
    return Mark(found[1] == "open", int(found[2]), int(found[3]), int(found[4]), found[5])


@dataclass(slots=True)
class _Partition:
    """What is known of one partition.

    Attributes:
        committed: the committed offset; 0 before the first commit.
        fresh: nothing was ever committed.
        ends, quarantine_end, end: as in the mark that was found, this worker's view of it.
        read: one more than the highest offset read; 0 before the first.
        largest: records of the largest fetch so far.
        wanted: offsets below this one are about to be worked on.
        marked: how far the mark reaches that stands in Kafka; 0 when none is open there.
        closing: the next commit takes the mark away.
        blamed: its article failed this very process: the mark must stay.
    """

    committed: int
    fresh: bool
    ends: int = 0
    quarantine_end: int = 0
    end: int = 0
    read: int = 0
    largest: int = 0
    wanted: int = 0
    marked: int = 0
    closing: bool = False
    blamed: bool = False

    def mode(self, offset: int) -> Mode:
        if offset < self.quarantine_end:
            return Mode.QUARANTINE
        return Mode.CAREFUL if offset < self.end else Mode.NORMAL

    def reach(self, offset: int) -> int:
        """How far a mark reaches that is written with a commit of `offset`, when nothing is suspect."""
        ahead = min(MOST_LOOKAHEAD, LOOKAHEAD_FETCHES * self.largest)
        return max(self.read, self.wanted, offset) + ahead


class Ledger:
    """The marks of the partitions that this worker has. Does no I/O: it says what to write, and is told what was.

    Args:
        owner: names this process; at most 16 digits and lower-case letters.
        enabled: without it nothing is marked, and marks that are found mean nothing.
    """

    def __init__(self, owner: str = "", *, enabled: bool = True) -> None:
        self._owner = owner
        self._enabled = enabled
        self._partitions: dict[TP, _Partition] = {}

    def take(self, tp: TP, committed: int | None, metadata: str | None) -> None:
        """A partition was taken: learn from what stands beside its committed offset.

        Args:
            tp: the partition.
            committed: its committed offset; None before the first commit of the group.
            metadata: the text that stands beside it.
        """
        if not self._enabled:
            return
        state = self._partitions[tp] = _Partition(committed or 0, committed is None)
        mark = parse_mark(metadata)
        if mark is None or mark.end <= state.committed:
            return
        # Our own mark is no unclean end: we are alive, and have lost the partition for a while at worst.
        unclean = mark.open and mark.owner != self._owner
        state.ends = min(_MOST_ENDS, mark.ends + unclean)
        if state.ends:
            state.end = mark.end
        if state.ends >= QUARANTINE_ENDS:
            state.quarantine_end = min(mark.until, mark.end)
        _tell(tp, state)

    def forget(self, partitions: Iterable[TP]) -> None:
        """These partitions are another's now."""
        for tp in partitions:
            self._partitions.pop(tp, None)

    def mode(self, batch: Batch) -> Mode:
        """How a batch is to be worked on."""
        state = self._partitions.get(batch.tp)
        return Mode.NORMAL if state is None else state.mode(batch.first_offset)

    def suspend_rest(self, tp: TP) -> None:
        """An article was found that kills: killers come in swarms, so all that is suspect goes into quarantine."""
        if state := self._partitions.get(tp):
            state.quarantine_end = state.end

    def blame(self, tp: TP) -> None:
        """An article of this partition failed this process, which can still tell: its mark must outlive us."""
        if state := self._partitions.get(tp):
            state.blamed = True

    def isolating(self) -> bool:
        """Whether any partition still has articles in quarantine."""
        return any(state.committed < state.quarantine_end for state in self._partitions.values())

    def pieces(self, tp: TP, records: Sequence[Fetched]) -> Iterator[Sequence[Fetched]]:
        """Cut what was fetched into batches: short ones as long as there is suspicion."""
        state = self._partitions.get(tp)
        if state is not None:
            state.largest = max(state.largest, len(records))
        while records:
            count = len(records) if state is None else _piece(state, records)
            if state is not None:
                state.read = max(state.read, records[count - 1].offset + 1)
            yield records[:count]
            records = records[count:]

    def uncovered(self, batch: Batch) -> dict[TP, int]:
        """What to commit before a batch may be worked on: nothing when a mark in Kafka reaches beyond it.

        Returns:
            Committed offsets, to be committed once more with the mark that `mark` gives; those of other partitions
            that are about to need one are among them.
        """
        state = self._partitions.get(batch.tp)
        if state is None or batch.next_offset <= state.marked:
            return {}
        state.wanted = batch.next_offset
        unmarked = {tp: other.committed for tp, other in self._partitions.items() if other.read and not other.marked}
        return {**unmarked, batch.tp: state.committed}

    def mark(self, tp: TP, offset: int) -> Mark | None:
        """The mark to write with a commit of `offset`; None for no text."""
        state = self._partitions.get(tp)
        if state is None:
            return None
        offset = max(offset, state.committed)
        is_open = not state.closing or state.blamed
        mode = state.mode(offset)
        if mode is Mode.NORMAL:
            end = state.reach(offset)
            return Mark(is_open, 0, end, end, self._owner) if is_open else None
        if mode is Mode.QUARANTINE:
            return Mark(is_open, state.ends, state.quarantine_end, state.end, self._owner)
        until = min(state.end, max(offset + CAREFUL_RECORDS, state.wanted))
        return Mark(is_open, 1, until, state.end, self._owner)

    def committed(self, tp: TP) -> int:
        """The offset below which nothing may be committed any more; 0 for a partition that is not known."""
        state = self._partitions.get(tp)
        return 0 if state is None else state.committed

    def fresh(self, tp: TP) -> bool:
        """Whether the group has never committed anything of this partition."""
        state = self._partitions.get(tp)
        return state is not None and state.fresh

    def written(self, tp: TP, offset: int, mark: Mark | None) -> None:
        """Kafka took a commit of `offset` with `mark`."""
        if state := self._partitions.get(tp):
            state.committed, state.fresh = max(offset, state.committed), False
            state.marked = mark.until if mark is not None and mark.open else 0

    def close(self) -> dict[TP, int]:
        """All partitions are about to be let go in peace: from here on commits take their marks away.

        Returns:
            The committed offsets beside which an open mark stands that no other commit may come to close.
        """
        for state in self._partitions.values():
            state.closing = True
        return {tp: state.committed for tp, state in self._partitions.items() if state.marked and not state.blamed}


UNMARKED = Ledger(enabled=False)
"""For whoever leaves no marks: it keeps nothing, so all may share it."""


def _piece(state: _Partition, records: Sequence[Fetched]) -> int:
    """How many records make the next batch."""
    mode = state.mode(records[0].offset)
    if mode is Mode.NORMAL:
        return len(records)
    size, bound = (
        (QUARANTINE_RECORDS, state.quarantine_end) if mode is Mode.QUARANTINE else (CAREFUL_RECORDS, state.end)
    )
    return sum(record.offset < bound for record in records[:size])


def _tell(tp: TP, state: _Partition) -> None:
    where = f"{tp.topic}-{tp.partition}"
    if state.quarantine_end > state.committed:
        log.warning(
            "%s: workers ended uncleanly %d times near offset %d; articles up to %d run one at a time in a process of "
            "their own",
            where,
            state.ends,
            state.committed,
            state.quarantine_end,
        )
    elif state.ends:
        log.info(
            "%s: its last worker ended uncleanly; short batches from offset %d to %d", where, state.committed, state.end
        )
