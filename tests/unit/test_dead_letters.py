"""Dead letters read back: the article's own headers, the filter, the guard against loops, moments."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from service.cli.letter_view import hexdump, page_json, print_page, printable, row_of
from service.cli.moments import moment_ms, shown
from service.core import headers as names
from service.core.encode import encode_dead_letter
from service.errors import InputError
from service.models import DeadLetter, Message, Reason, Record, Refusal
from service.stream.dead_letters import (
    Letter,
    LetterFilter,
    letter_of,
    original_headers,
    place_of_refused,
    redriven_headers,
)
from service.stream.redrive import MOST_BYTES_IN_TRANSACTION, Judge, Verdict, fits, parts_of
from service.stream.settlements import Action, Settled, Settlement, settlement_of
from tests.wire import ODD

OWN = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", names.CONNECT_TOPIC, names.CONNECT_EXCEPTION_MESSAGE, "ce_id", "traceparent"]),
        st.none() | st.binary(max_size=8),
    ),
    max_size=6,
).map(tuple)


def letter(
    value: bytes | None = b"{}",
    headers: tuple[tuple[str, bytes | None], ...] = (),
    *,
    place: tuple[int, int] = (1, 7),
    origin: tuple[str, int, int] | None = ("raw", 1, 7),
    reason: Reason = Reason.INVALID_JSON,
    attempts: int = 1,
    timestamp: int = 1000,
) -> Letter:
    channel, partition, offset = origin or (None, None, None)
    record = Record(value, b"k", headers, channel, partition, offset, timestamp)
    message = encode_dead_letter(DeadLetter(record, Refusal(reason, "d", "decode"), attempts), connector="g")
    place_of = {"partition": place[0], "offset": place[1], "timestamp": timestamp}
    return letter_of(SimpleNamespace(key=message.key, value=message.value, headers=message.headers, **place_of))


@given(own=OWN)
def test_the_articles_own_headers_come_back_whatever_they_are_called(own) -> None:
    found = letter(headers=own)
    assert original_headers(found.headers) == own
    back = redriven_headers(found)
    assert back[: len(own)] == own
    assert [name for name, _ in back[len(own) :]] == [names.ORIGIN, names.ATTEMPTS]


@given(own=OWN)
def test_a_letter_that_is_refused_again_keeps_its_own_headers_and_origin_and_counts_on(own) -> None:
    first = letter(headers=own)
    again = letter(headers=redriven_headers(first), origin=("raw", 1, 500))
    assert original_headers(again.headers) == own
    assert again.attempts == 2
    assert again.origin == first.origin
    assert place_of_refused(again.headers) == ("raw", 1, 500)


def test_a_record_that_is_no_letter_of_ours_says_little_and_breaks_nothing() -> None:
    headers = (("communique.attempts", b"many"), ("communique.origin", b"{"), ("__connect.errors.topic", b"\xff"))
    found = letter_of(SimpleNamespace(partition=0, offset=0, timestamp=0, key=None, value=None, headers=headers))
    assert (found.reason, found.attempts, found.origin, place_of_refused(headers)) == ("", 1, None, None)
    assert row_of(found, None).as_json()["id"] == ""


def test_a_filter_takes_what_all_its_parts_take() -> None:
    one = letter(b'{"id":"a1","source":{"name":"Gazette"}}', timestamp=5000)
    takes = [
        LetterFilter(),
        LetterFilter(reasons=frozenset({"invalid_json"}), since_ms=5000, until_ms=5001, source="GAZETTE", id="a1"),
        LetterFilter(partitions=frozenset({1}), first=7, last=7),
    ]
    leaves = [
        LetterFilter(reasons=frozenset({"tombstone"})),
        LetterFilter(since_ms=5001),
        LetterFilter(until_ms=5000),
        LetterFilter(source="Courier"),
        LetterFilter(id="a2"),
        LetterFilter(partitions=frozenset({2})),
        LetterFilter(first=8),
        LetterFilter(last=6),
    ]
    assert all(wanted.takes(one) for wanted in takes)
    assert not any(wanted.takes(one) for wanted in leaves)


@pytest.mark.parametrize("value", [None, b"", b"[]", b"\xff", b'{"source": 1, "id": 2}', b'{"source": {"name": []}}'])
def test_a_value_that_is_no_event_matches_no_id_and_no_source(value) -> None:
    assert not LetterFilter(id="a1").takes(letter(value))
    assert not LetterFilter(source="Gazette").takes(letter(value))


def test_the_guard_counts_failures_on_this_build_only() -> None:
    tired = letter(attempts=3)
    judge = Judge("raw", 10_000, tired.build)
    assert judge.verdict(tired) is Verdict.LOOPING
    assert judge.verdict(letter(attempts=2)) is Verdict.READY
    assert Judge("raw", 10_000, "9.9.9").verdict(tired) is Verdict.READY
    assert Judge("raw", 10_000, tired.build, most_failures=None).verdict(tired) is Verdict.READY
    assert tired.origin is not None
    judge.earlier[tired.origin] = 1
    assert judge.verdict(tired) is Verdict.READY


def test_letters_that_cannot_go_back_are_told_apart() -> None:
    judge = Judge("raw", 1000, "9.9.9")
    assert judge.verdict(letter(origin=None)) is Verdict.NO_ORIGIN
    assert judge.verdict(letter(origin=("other", 0, 0))) is Verdict.ELSEWHERE
    assert judge.verdict(letter(reason=Reason.UNREADABLE_BATCH)) is Verdict.NO_RECORD
    assert judge.verdict(letter(bytes(range(256)) * 5)) is Verdict.READY  # it fits when it is compressed


def test_a_record_fits_as_it_is_or_compressed() -> None:
    assert fits(Message(None, b"x" * 100), 300)
    assert fits(Message(None, b"x" * 1000), 300)
    assert not fits(Message(None, None, (("h", b"x" * 1000),)), 300)


def test_a_transaction_is_bounded_in_letters_and_bytes_and_keeps_the_order() -> None:
    small = [letter(place=(0, n)) for n in range(7)]
    assert [len(part) for part in parts_of(small, 3)] == [3, 3, 1]
    assert [one for part in parts_of(small, 3) for one in part] == small
    large = letter(b"x" * (MOST_BYTES_IN_TRANSACTION + 1), place=(0, 9))
    assert [len(part) for part in parts_of([small[0], large, small[1]], 100)] == [1, 1, 1]
    assert parts_of([], 3) == []


def test_a_settlement_comes_back_as_it_was_and_a_later_one_wins() -> None:
    first = Settlement(1, 7, Action.DISCARDED, "2026-01-31T08:00:00Z", "tests")
    message = first.message()
    assert message.key == b"1:7"
    assert settlement_of(SimpleNamespace(key=message.key, value=message.value)) == first
    settled = Settled()
    settled.add(first)
    assert settled.action(letter(place=(1, 7))) is Action.DISCARDED
    settled.add(Settlement(1, 7, Action.REDRIVEN, "2026-02-01T08:00:00Z"))
    assert settled.action(letter(place=(1, 7))) is Action.REDRIVEN
    assert settled.action(letter(place=(1, 8))) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [(None, b"{}"), (b"1:7", None), (b"1:7", b"[]"), (b"1:7", b'{"action":"eaten"}'), (b"x", b'{"action":"redriven"}')],
)
def test_what_is_no_settlement_settles_nothing(key, value) -> None:
    assert settlement_of(SimpleNamespace(key=key, value=value)) is None


def test_moments_count_back_or_are_dates() -> None:
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert shown(moment_ms("2h", "--since", now)) == "2026-01-31T10:00:00Z"
    assert shown(moment_ms("7d", "--since", now)) == "2026-01-24T12:00:00Z"
    assert shown(moment_ms("2026-01-31", "--since", now)) == "2026-01-31T00:00:00Z"
    assert shown(moment_ms("2026-01-31T08:00+02:00", "--since", now)) == "2026-01-31T06:00:00Z"
    for wrong in ("", "2", "h", "yesterday", "2026-13-01", "-2h"):
        with pytest.raises(InputError, match="--since"):
            moment_ms(wrong, "--since", now)


def test_no_control_character_reaches_a_terminal() -> None:
    assert printable("a\x1b[31mb\nc\td\u202e") == "a�[31mb\nc\td�"
    assert hexdump(b"ab\x1b\xff") == "00000000  61 62 1b ff                                      ab.."


def test_a_letter_with_header_names_of_any_bytes_is_shown_and_written_as_json(capsys) -> None:
    found = letter(headers=((ODD, b"\xff"), ("größe", None)))
    page = orjson.loads(orjson.dumps(page_json(found, None)))
    assert page["headers"][:2] == [[{"base64": "bv+AbWU="}, {"base64": "/w=="}], ["größe", None]]
    assert orjson.dumps(row_of(found, None).as_json())
    print_page(Console(width=100), found, None, whole=False, as_hex=False)
    shown = capsys.readouterr().out
    assert "n\ufffd\ufffdme: (hex) ff" in shown
    assert "größe: (null)" in shown


def test_a_letter_without_a_time_is_of_the_beginning_of_time() -> None:
    found = letter_of(SimpleNamespace(partition=0, offset=0, timestamp=None, key=None, value=None, headers=()))
    assert found.timestamp == 0
    assert not LetterFilter(since_ms=1).takes(found)
