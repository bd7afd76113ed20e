"""The account that the chaos harness keeps: what is missing, double, foreign, altered or otherwise than expected."""

from __future__ import annotations

import pytest

from service.core.encode import encode_dead_letter
from service.models import DeadLetter, Reason, Record, Refusal
from tests.chaos.account import Account, digest, longest_silences, own_headers, passed_over, spans


@pytest.fixture
def account() -> Account:
    account = Account()
    for offset in range(4):
        account.saw_raw((0, offset), b"raw %d" % offset, "enriched")
    return account


def test_without_outcomes_all_is_missing(account: Account) -> None:
    assert account.audit({}).missing == 4
    assert account.missing({0: 3}) == [(0, 3)]


def test_enriched_and_dead_are_outcomes_and_a_second_one_is_a_duplicate(account: Account) -> None:
    account.saw_enriched((0, 0), 1.0)
    account.saw_letter((0, 1), b"raw 1", "enriched")
    account.saw_enriched((0, 1), 2.0)
    audit = account.audit({})
    assert (audit.articles, audit.missing, audit.duplicates, audit.foreign) == (4, 2, 1, 0)
    assert account.done == {0: 2}


def test_an_outcome_seen_before_its_raw_record_counts_all_the_same() -> None:
    account = Account()
    account.saw_enriched((3, 7), 1.0)
    assert account.audit({}).foreign == 1
    account.saw_raw((3, 7), b"raw", None)
    assert (account.audit({}).foreign, account.audit({}).missing) == (0, 0)


def test_outcomes_before_the_episode_are_not_its_own(account: Account) -> None:
    account.saw_enriched((0, 0), 1.0)
    account.saw_enriched((0, 0), 1.0)
    assert account.audit({0: 1}).duplicates == 0
    assert account.audit({0: 1}).articles == 3


def test_an_outcome_other_than_expected_is_told(account: Account) -> None:
    account.saw_letter((0, 2), b"raw 2", "invalid_json")
    assert account.audit({}).unexpected == {"enriched -> invalid_json": 1}


def test_a_letter_with_another_digest_is_altered(account: Account) -> None:
    account.saw_letter((0, 2), b"other", "enriched")
    assert account.audit({}).altered == 1


def test_ends_are_the_offsets_after_the_last_raw_records(account: Account) -> None:
    account.saw_raw((5, 9), b"", None)
    assert account.ends() == {0: 4, 5: 10}


def test_a_dead_letters_digest_is_its_records_and_changes_with_every_part() -> None:
    record = Record(
        b"value",
        b"key",
        (("trace", b"kept"), ("__connect.errors.topic", b"another's"), ("trace", None)),
        "raw",
        1,
        2,
        3,
    )
    message = encode_dead_letter(DeadLetter(record, Refusal(Reason.INVALID_JSON, "why", "decode")), connector="group")
    original = digest(record.key, record.value, record.headers, 3)
    own = own_headers(message.headers)
    assert digest(message.key, message.value, own, message.timestamp or 0) == original
    others = [
        digest(None, b"value", record.headers, 3),
        digest(b"key", b"valu", record.headers, 3),
        digest(b"key", b"value", record.headers[:1], 3),
        digest(b"key", b"value", record.headers, 4),
    ]
    assert original not in others


def test_the_longest_silence_of_the_worst_partition_counts_from_the_fault() -> None:
    published = {0: [0.5, 1.5, 2.5, 3.5, 4.5], 1: [0.9, 4.0, 4.9]}
    assert longest_silences(published, [1.0], 5.0, [0, 1]) == [3.0]
    assert longest_silences(published, [1.0, 3.9], 5.0, [0]) == pytest.approx([1.0, 0.6])


def test_a_partition_that_never_comes_back_is_silent_until_the_end() -> None:
    assert longest_silences({0: [1.0]}, [2.0], 9.0, [0, 1]) == [7.0]
    assert longest_silences({0: [1.0]}, [], 9.0, [0]) == []


def test_places_are_told_as_runs_of_offsets() -> None:
    assert spans([(3, 7), (1, 2), (1, 1), (1, 4)]) == "1: 1-2, 4; 3: 7"
    assert spans([]) == ""


def test_what_a_group_has_committed_past_is_lost_and_what_it_has_not_come_to_is_not() -> None:
    assert passed_over([(0, 8), (0, 9), (0, 10), (1, 0)], {0: 10}) == 2
