"""What an audit can tell of raw records that are no longer there: lost, or perhaps never records at all.

A run of deleted offsets without an outcome is lost articles, unless something else explains it. Three things can: its
outcomes were deleted too, it was markers of transactions, or it was redriven letters, whose outcomes name their origin.
Where none of them is large enough the run is lost; else it is only named, for people to judge.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from service.stream.audit import merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.stream.audit import Ledger, Leftovers, PartitionAccount, Range

ONE_MARKER = 1
"""Offsets that a transaction's end takes: assumed where no record is kept that would show whether there are any."""


def note_deleted(
    ledger: Ledger, account: PartitionAccount, kept: int, leftovers: Leftovers, *, outcomes_deleted: bool
) -> None:
    """Fill in an account's `lost` or `expired`, where the audit begins with the first record that is kept.

    Args:
        ledger: the outcomes.
        account: of one partition.
        kept: offset of the first record that is kept.
        leftovers: what records are left without an outcome.
        outcomes_deleted: an output channel no longer has its first records.
    """
    partition, committed = account.partition, account.committed
    if account.start != kept:
        return
    if committed is not None and committed < kept:
        account.lost = list(ledger.holes(partition, committed, kept))
        return
    lowest = ledger.lowest(partition)
    holes = [] if lowest is None else [hole for hole in ledger.holes(partition, lowest, kept) if hole[1] == kept]
    for start, end in holes:
        # The outcome of the record before is still there, so those of the run, published later, would be as well.
        after_enriched = ledger.noted(partition, start - 1)[0] > 0
        explained = max(_longest_gap(ledger, account, kept, leftovers), ledger.redriven())
        is_lost = end - start > explained and (after_enriched or not outcomes_deleted)
        (account.lost if is_lost else account.expired).append((start, end))


def _longest_gap(ledger: Ledger, account: PartitionAccount, kept: int, leftovers: Leftovers) -> int:
    """The most offsets in a row, among those kept and committed, that hold no record: markers, compaction."""
    partition = account.partition
    end = min(account.end, account.end if account.committed is None else account.committed)
    if end <= kept:
        return ONE_MARKER
    copies = [(at, at + 1) for places in leftovers.copies.values() for number, at in places if number == partition]
    records = merged(
        [*leftovers.missing[partition], *leftovers.fetching[partition], *leftovers.unproven[partition], *copies]
    )
    return max((b - a for a, b in _without(ledger.holes(partition, kept, end), records)), default=0)


def _without(holes: Iterable[Range], records: list[Range]) -> Iterable[Range]:
    """What is left of holes when the ranges in `records`, each within a hole, are cut out of them; both in order."""
    left = deque(records)
    for start, end in holes:
        at = start
        while left and left[0][0] < end:
            first, after = left.popleft()
            yield at, first
            at = after
        yield at, end
