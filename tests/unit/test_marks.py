"""The ledger of marks: what is written beside offsets, what a successor makes of it, and that it always comes to an end."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from faust.types.tuples import TP
from hypothesis import given
from hypothesis import strategies as st

from service.stream.batch import Batch
from service.stream.marks import (
    CAREFUL_RECORDS,
    LOOKAHEAD_FETCHES,
    MOST_LOOKAHEAD,
    QUARANTINE_RECORDS,
    UNMARKED,
    Ledger,
    Mark,
    Mode,
    parse_mark,
)

ZERO, ONE = TP("articles.raw", 0), TP("articles.raw", 1)
MARKS = st.builds(
    Mark,
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**63 - 1),
    st.from_regex("[0-9a-z]{1,16}", fullmatch=True),
)


def records(first: int, count: int):
    return [SimpleNamespace(offset=offset, timestamp=None) for offset in range(first, first + count)]


def read(ledger: Ledger, first: int, count: int, tp: TP = ZERO) -> list[Batch]:
    return [Batch(tp, piece) for piece in ledger.pieces(tp, records(first, count))]


def commit(ledger: Ledger, offset: int, tp: TP = ZERO) -> str:
    """Commit as the consumer does; the text that stands in Kafka then."""
    mark = ledger.mark(tp, offset)
    ledger.written(tp, offset, mark)
    return "" if mark is None else mark.text


def begin(ledger: Ledger, batch: Batch) -> str | None:
    """Begin a batch as the guard does; the text in Kafka if it had to be written for it."""
    offsets = ledger.uncovered(batch)
    return commit(ledger, offsets[batch.tp], batch.tp) if offsets else None


def successor(committed: int, text: str, owner: str = "b") -> Ledger:
    ledger = Ledger(owner)
    ledger.take(ZERO, committed, text)
    return ledger


@given(MARKS)
def test_a_mark_is_read_as_it_was_written_and_is_short(mark):
    assert parse_mark(mark.text) == mark
    assert len(mark.text) <= 120


@pytest.mark.parametrize(
    "text", [None, "", "another tool's", "communique/2 open ends=1 until=5 end=5 by=a", "x" * 4096]
)
def test_what_is_no_mark_of_this_version_means_nothing(text):
    assert parse_mark(text) is None
    assert successor(7, text).mode(Batch(ZERO, records(7, 1))) is Mode.NORMAL


@given(st.text())
def test_no_text_is_too_strange(text):
    successor(0, text)


def test_the_first_batch_waits_for_a_mark_and_the_next_ones_are_covered_by_it_and_by_commits():
    ledger = successor(100, "", "a")
    first, second = read(ledger, 100, 50), read(ledger, 150, 50)
    assert ledger.uncovered(first[0]) == {ZERO: 100}
    assert begin(ledger, first[0])
    assert begin(ledger, second[0]) is None
    far = read(ledger, 200, LOOKAHEAD_FETCHES * 50 + 1)[0]
    assert ledger.uncovered(far) == {ZERO: 100}
    commit(ledger, 200)
    assert ledger.uncovered(far) == {}


def test_no_more_is_suspect_after_an_end_than_was_read_and_what_fetches_as_large_would_bring():
    ledger = successor(100, "", "a")
    mark = parse_mark(begin(ledger, read(ledger, 100, 50)[0]))
    assert mark.end == 150 + LOOKAHEAD_FETCHES * 50
    read(ledger, 150, 5)
    assert parse_mark(commit(ledger, 150)).end == 155 + LOOKAHEAD_FETCHES * 50, "the largest fetch counts"
    read(ledger, 155, 10 * MOST_LOOKAHEAD)
    assert parse_mark(commit(ledger, 155)).end == 155 + 11 * MOST_LOOKAHEAD


def test_fetches_no_larger_than_those_before_need_no_mark_of_their_own():
    """One commit behind each batch, as when the broker answers in time: what is read meanwhile is covered already."""
    ledger = successor(0, "", "a")
    begun = [begin(ledger, read(ledger, 0, 40)[0])]
    for first in range(40, 4000, 40):
        begun.append(begin(ledger, read(ledger, first, 40)[0]))
        commit(ledger, first - 40)
    assert [text is not None for text in begun] == [True] + [False] * 99


def test_partitions_that_will_need_a_mark_get_it_in_the_same_commit():
    ledger = successor(100, "")
    ledger.take(ONE, 30, "")
    read(ledger, 30, 5, ONE)
    assert ledger.uncovered(read(ledger, 100, 5)[0]) == {ZERO: 100, ONE: 30}


def test_a_partition_let_go_in_peace_bears_no_mark():
    ledger = successor(100, "", "a")
    assert begin(ledger, read(ledger, 100, 50)[0])
    assert ledger.close() == {ZERO: 100}
    text = commit(ledger, 150)
    assert text == ""
    assert ledger.close() == {}
    assert successor(150, text).mode(Batch(ZERO, records(150, 1))) is Mode.NORMAL


def test_our_own_mark_is_no_unclean_end():
    text = begin(ledger := successor(100, "", "a"), read(ledger, 100, 50)[0])
    assert successor(100, text, "a").mode(Batch(ZERO, records(100, 1))) is Mode.NORMAL
    assert successor(100, text, "b").mode(Batch(ZERO, records(100, 1))) is Mode.CAREFUL


def test_after_one_unclean_end_batches_are_short_and_marked_each():
    text = begin(ledger := successor(100, "", "a"), read(ledger, 100, 130)[0])
    careful = successor(100, text)
    batches = read(careful, 100, 130)
    assert [len(batch.records) for batch in batches] == [CAREFUL_RECORDS, CAREFUL_RECORDS, 30]
    mark = parse_mark(begin(careful, batches[0]))
    assert (mark.ends, mark.until, mark.open) == (1, 100 + CAREFUL_RECORDS, True)
    commit(careful, batches[0].next_offset)
    assert begin(careful, batches[1]) is None, "the commit that moved the offset has marked this one"


def test_after_the_second_unclean_end_the_short_batch_is_in_quarantine_and_the_rest_is_not():
    text = begin(ledger := successor(100, "", "a"), read(ledger, 100, 130)[0])
    careful = successor(100, text)
    text = begin(careful, read(careful, 100, 130)[0])
    quarantine = successor(100, text, "c")
    batches = read(quarantine, 100, 130)
    modes = [quarantine.mode(batch) for batch in batches]
    assert modes.count(Mode.QUARANTINE) == CAREFUL_RECORDS // QUARANTINE_RECORDS
    assert modes[-1] is Mode.CAREFUL
    assert quarantine.isolating()
    quarantine.suspend_rest(ZERO)
    assert quarantine.mode(batches[-1]) is Mode.QUARANTINE


def test_suspicion_outlives_a_clean_revocation():
    text = begin(ledger := successor(100, "", "a"), read(ledger, 100, 50)[0])
    careful = successor(100, text, "b")
    begin(careful, read(careful, 100, 50)[0])
    assert careful.close() == {ZERO: 100}
    text = commit(careful, 100)
    again = successor(100, text, "c")
    assert again.mode(Batch(ZERO, records(100, 1))) is Mode.CAREFUL, "neither forgotten nor counted"


def test_a_failure_of_the_processor_leaves_the_mark_although_the_worker_ends_in_order():
    ledger = successor(100, "", "a")
    begin(ledger, read(ledger, 100, 50)[0])
    ledger.blame(ZERO)
    assert ledger.close() == {}
    assert parse_mark(commit(ledger, 120)).open


def test_progress_past_what_was_suspect_ends_the_suspicion():
    text = begin(ledger := successor(100, "", "a"), read(ledger, 100, 50)[0])
    end = parse_mark(text).end
    careful = successor(100, text)
    read(careful, 100, end)
    assert parse_mark(commit(careful, end - 1)).ends == 1
    assert parse_mark(commit(careful, end)).ends == 0


def test_a_mark_never_moves_the_offset_back():
    ledger = successor(100, "")
    commit(ledger, 150)
    assert ledger.committed(ZERO) == 150
    ledger.written(ZERO, 120, None)
    assert ledger.committed(ZERO) == 150


def test_without_quarantine_nothing_is_marked_or_cut():
    UNMARKED.take(ZERO, 0, Mark(True, 5, 900, 900, "a").text)
    assert UNMARKED.mark(ZERO, 5) is None
    (batch,) = read(UNMARKED, 0, 500)
    assert UNMARKED.uncovered(batch) == {}
    assert UNMARKED.mode(batch) is Mode.NORMAL


@given(
    poison=st.integers(0, 3000),
    fetches=st.lists(st.integers(1, 700), min_size=1, max_size=6),
    lags=st.lists(st.integers(0, 5), min_size=40, max_size=40),
    peaceful=st.sets(st.integers(0, 40), max_size=8),
)
def test_wherever_it_lies_a_killer_is_in_quarantine_after_few_deaths(poison, fetches, lags, peaceful):
    """Lives until the killer is met in quarantine: it may be fetched in any sizes, and commits may be late or lost."""
    text, committed, deaths = "", 0, 0
    for life in range(40):
        ledger = successor(committed, text, f"life{life}")
        offset, behind = committed, []
        for number in range(5000):
            met = None
            for batch in read(ledger, offset, fetches[number % len(fetches)]):
                text = begin(ledger, batch) or text
                if batch.first_offset <= poison < batch.next_offset:
                    met = ledger.mode(batch)
                    break
                behind.append(batch.next_offset)
                while len(behind) > (0 if ledger.mode(batch) is Mode.CAREFUL else lags[life]):
                    committed = behind.pop(0)
                    text = commit(ledger, committed)
                offset = batch.next_offset
            if met:
                break
        if met is Mode.QUARANTINE:
            assert deaths == 2
            return
        if life in peaceful:  # a rebalance came just before
            ledger.close()
            text = commit(ledger, committed)
        else:
            deaths += 1
    raise AssertionError("it never came to quarantine")
