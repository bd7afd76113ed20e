"""Deleted raw records without an outcome: lost unless something explains them."""

from __future__ import annotations

import pytest

from service.models import Record
from service.stream.audit import Ledger, Leftovers, PartitionAccount, Range
from service.stream.audit_deleted import note_deleted

RAW = "raw"


def judged(
    enriched: set[int],
    *,
    kept: int,
    end: int,
    committed: int | None,
    dead: set[int] = frozenset(),
    records: set[int] = frozenset(),
    outcomes_deleted: bool = False,
) -> tuple[list[Range], list[Range]]:
    """(lost, expired) of a partition whose first `kept` offsets are deleted; `records` are there without an outcome."""
    ledger = Ledger(RAW, 1)
    for offset in enriched:
        ledger.add_enriched((RAW, 0, offset))
    for offset in dead:
        ledger.add_dead((RAW, 0, offset))
    leftovers = Leftovers(ledger, {} if committed is None else {0: committed})
    for offset in sorted(records):
        leftovers.add(Record(b"{}", None, (), RAW, 0, offset))
    account = PartitionAccount(0, kept, end, committed)
    note_deleted(ledger, account, kept, leftovers, outcomes_deleted=outcomes_deleted)
    return account.lost, account.expired


def test_what_the_group_had_not_come_to_is_lost_but_not_what_has_an_outcome():
    assert judged({0, 1, 2}, kept=9, end=12, committed=3) == ([(3, 9)], [])
    assert judged({0, 1, 2, 4, 5}, kept=9, end=12, committed=3) == ([(3, 4), (6, 9)], [])


def test_a_run_that_nothing_explains_is_lost_also_after_the_group_went_on():
    assert judged({0, 1, 2, 7, 8}, kept=7, end=9, committed=9) == ([(3, 7)], [])
    assert judged({0, 1, 2, 7, 8}, kept=3, end=9, committed=9) == ([], []), "nothing is missing below"


@pytest.mark.parametrize(
    "explained",
    [
        {"enriched": {0, 1, 2, 7, 8}, "kept": 4, "end": 9},  # a marker, and such gaps among those kept
        {"enriched": {0, 1, 2}, "kept": 4, "end": 4},  # nothing kept: one offset may be a marker
        {"enriched": {0, 1, 2, 5}, "dead": {0, 1}, "kept": 5, "end": 6},  # as long as what was redriven
        {"enriched": {1, 5}, "dead": {2}, "kept": 5, "end": 6, "outcomes_deleted": True},
    ],
)
def test_a_run_that_may_be_explained_is_only_named(explained):
    lost, expired = judged(**{"committed": explained["end"], **explained})
    assert lost == []
    assert len(expired) == 1


def test_a_longer_run_than_what_would_explain_it_is_lost():
    assert judged({0, 1, 2, 7, 9}, kept=7, end=10, committed=10) == ([(3, 7)], [])
    assert judged({0, 1, 2, 5}, dead={0}, kept=5, end=6, committed=6) == ([(3, 5)], [])
    assert judged({1, 2, 5}, kept=5, end=6, committed=6, outcomes_deleted=True) == ([(3, 5)], [])


def test_a_record_without_an_outcome_is_no_gap():
    assert judged({0, 7, 20}, kept=7, end=21, committed=21) == ([], [(1, 7)])
    assert judged({0, 7, 20}, kept=7, end=21, committed=21, records=set(range(8, 20))) == ([(1, 7)], [])
    assert judged({0, 7, 20}, kept=7, end=21, committed=21, records=set(range(8, 14))) == ([], [(1, 7)])


def test_nothing_is_said_where_there_is_no_outcome_or_the_audit_begins_later():
    assert judged(set(), kept=7, end=9, committed=9) == ([], [])
    ledger = Ledger(RAW, 1)
    account = PartitionAccount(0, 8, 9, 2)
    note_deleted(ledger, account, 7, Leftovers(ledger, {0: 2}), outcomes_deleted=False)
    assert (account.lost, account.expired) == ([], [])
