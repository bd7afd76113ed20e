"""The budget's book-keeping: what is held, what still fits, and that all comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.models import Record
from service.stream.budget import COPIES, RECORD_OVERHEAD, Budget, Grant, Limits, cost_of, cost_of_all

LIMITS = Limits(size=40_000, records=20, batches=3)  # 30,000 bytes handed out, 7,500 and 5 records a partition


def record(key: int | None = None, value: int | None = None, headers=()) -> Record:
    """A record whose key and value have so many bytes."""
    data = [None if size is None else bytes(size) for size in (value, key)]
    return Record(*data, headers)


def hand_out(budget: Budget, name: str, partition: int, *costs: int, partitions: int = 2) -> list[Grant]:
    """Asks for records of one partition and books those that were granted as one batch."""
    allowance = budget.allowance(partitions)
    answers = [Grant.SHARE_USED if allowance.barred(partition) else granted(allowance, partition, c) for c in costs]
    given = [cost for cost, answer in zip(costs, answers, strict=True) if answer is Grant.YES]
    if given:
        budget.take(name, partition, sum(given), len(given))
    return answers


def granted(allowance, partition: int, cost: int) -> Grant:
    """The answer to one record of this cost."""
    given, left, answer = allowance.fill(partition, iter([cost]), 9, int)
    assert (given, left) == (([cost], None) if answer is Grant.YES else ([], cost))
    return answer


@pytest.mark.parametrize(
    ("one", "size"),
    [(record(), 0), (record(3, 10), 13), (record(None, 0, (("ab", b"xyz"), ("c", None))), 6)],
)
def test_a_record_costs_its_bytes_twice_and_what_stands_around_it(one, size):
    assert cost_of(one) == COPIES * size + RECORD_OVERHEAD


def test_many_records_cost_what_each_costs():
    many = [record(), record(3, 10), record(None, 0, (("ab", b"xyz"), ("c", None))), record(4, None)]
    assert cost_of_all(many) == sum(map(cost_of, many))
    assert cost_of_all([]) == 0


def test_bytes_come_back_when_acknowledged_and_records_when_committed():
    budget = Budget(LIMITS)
    budget.take("a", 0, 5_000, 4)
    budget.free("a")
    assert (budget.size, budget.records) == (0, 4)
    budget.settle("a")
    assert (budget.size, budget.records) == (0, 0)


def test_what_is_given_back_twice_or_was_never_taken_counts_once_or_not_at_all():
    budget = Budget(LIMITS)
    budget.take("a", 0, 5_000, 4)
    budget.take("b", 0, 1_000, 1)
    for _ in range(2):
        budget.free("a")
        budget.settle("a")
        budget.free("unknown")
        budget.settle("unknown")
    assert (budget.size, budget.records) == (1_000, 1)


def test_a_batch_is_taken_once():
    budget = Budget(LIMITS)
    budget.take("a", 0, 1, 1)
    with pytest.raises(ValueError, match="a was taken twice"):
        budget.take("a", 0, 1, 1)


def test_whoever_waits_is_told_of_each_thing_that_comes_back_and_of_nothing_else():
    budget = Budget(LIMITS)
    told: list[int] = []
    budget.watch(lambda: told.append(budget.size))
    budget.take("a", 0, 5_000, 4)
    assert told == []
    budget.free("a")
    budget.free("a")
    budget.settle("a")
    budget.settle("a")
    assert told == [0, 0]


def test_no_more_is_granted_than_there_is_room_for():
    budget = Budget(LIMITS)
    for partition in range(4):
        assert hand_out(budget, f"{partition}", partition, 7_500, partitions=4) == [Grant.YES]
    assert budget.allowance(5).used_up
    assert hand_out(budget, "x", 4, 1) == [Grant.NO_ROOM]
    budget.free("2")
    assert hand_out(budget, "x", 4, 1) == [Grant.YES]


def test_no_more_records_are_granted_than_may_be_in_flight():
    budget = Budget(LIMITS)
    assert hand_out(budget, "a", 0, *[1] * 30, partitions=1).count(Grant.YES) == 20
    budget.free("a")
    assert budget.allowance(1).used_up, "acknowledged is not committed"
    budget.settle("a")
    assert not budget.allowance(1).used_up


def test_a_record_larger_than_the_whole_passes_alone():
    budget = Budget(LIMITS)
    assert hand_out(budget, "a", 0, 1_000_000, 1) == [Grant.YES, Grant.SHARE_USED]
    assert hand_out(budget, "b", 1, 1) == [Grant.NO_ROOM]
    budget.free("a")
    assert hand_out(budget, "b", 1, 1_000_000) == [Grant.YES]


def test_one_of_several_partitions_gets_no_more_than_its_share_and_alone_all():
    budget = Budget(LIMITS)
    assert hand_out(budget, "a", 0, 5_000, 5_000) == [Grant.YES, Grant.SHARE_USED]
    assert hand_out(budget, "b", 1, 5_000) == [Grant.YES]
    alone = Budget(LIMITS)
    assert hand_out(alone, "a", 0, 10_000, 10_000, 10_000, partitions=1) == [Grant.YES] * 3


def test_a_record_larger_than_its_partitions_share_passes_while_the_partition_holds_nothing():
    budget = Budget(LIMITS)
    budget.take("other", 1, 1_000, 1)
    assert hand_out(budget, "a", 0, 20_000) == [Grant.YES]
    assert budget.allowance(2).barred(0)


def test_a_partition_has_only_so_many_batches_open_however_small():
    budget = Budget(LIMITS)
    for n in range(3):
        assert hand_out(budget, f"{n}", 0, 1) == [Grant.YES]
    assert budget.allowance(2).barred(0)
    assert not budget.allowance(2).barred(1)
    assert not budget.allowance(1).barred(0), "nobody else needs the room"
    budget.free("1")
    assert budget.allowance(2).barred(0), "a batch is open until it is committed"
    budget.settle("1")
    assert not budget.allowance(2).barred(0)


def test_partitions_without_batches_leave_nothing_behind():
    budget = Budget(LIMITS)
    for n in range(1000):
        budget.take(n, n, 5, 1)
        budget.settle(n)
    assert not budget._sizes
    assert not budget._records
    assert not budget._batches


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hand out", "free", "settle"]),
        st.integers(0, 3),
        st.lists(st.integers(1, 50_000), min_size=1, max_size=6),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_happens_nothing_is_negative_stuck_or_kept(steps):
    budget, taken = Budget(LIMITS), []
    for number, (step, partition, costs) in enumerate(steps):
        if step == "hand out":
            before = budget.size
            given = [
                cost
                for cost, answer in zip(costs, hand_out(budget, number, partition, *costs, partitions=4), strict=True)
                if answer is Grant.YES
            ]
            taken += [number] if given else []
            assert budget.size <= LIMITS.handed_out or not given or (before == 0 and len(given) == 1)
            assert budget.records <= LIMITS.records
        elif taken:
            name = taken[partition % len(taken)]
            getattr(budget, step)(name)
            if step == "settle":
                taken.remove(name)
        assert budget.size >= 0
        assert budget.records >= 0
    for name in taken:
        budget.settle(name)
    assert (budget.size, budget.records) == (0, 0)
    for partition in range(4):
        allowance = budget.allowance(4)
        assert not allowance.barred(partition)
        assert granted(allowance, partition, 10**9) is Grant.YES, "with nothing held, anything passes"
