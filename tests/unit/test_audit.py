"""The audit's ledger: places read out of events, bytes an offset, and what records without an outcome turn out to be."""

from __future__ import annotations

import json
from itertools import pairwise
from types import SimpleNamespace

import orjson
from hypothesis import given
from hypothesis import strategies as st

from service.core import headers as names
from service.core.encode import encode_dead_letter, encode_enriched
from service.models import DeadLetter, EnrichedArticle, Reason, Record, Refusal
from service.stream.audit import Ledger, Leftovers, PartitionAccount, merged
from service.stream.audit_outcomes import raw_of, refused_place
from service.stream.audit_run import JOINED, joined
from service.stream.offset_map import CHUNK, OffsetMap

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["raw", "provenance", "metadata", "processed_at", "channel", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def enriched(raw: Record | None, *, text: str = "t", metadata: dict | None = None) -> bytes:
    article = EnrichedArticle(
        "a", "e", "title", text, "en", 0.9, raw=raw, processed_at="2026-01-31T08:00:00Z", metadata=metadata
    )
    value = encode_enriched(article, raw or Record(b""), event_source="urn:test").value
    assert value is not None
    return value


def at(offset: int, partition: int = 0, headers: tuple[tuple[str, bytes], ...] = ()) -> Record:
    return Record(b"{}", None, headers, "raw", partition, offset, 1)


FORGED = '","provenance":{"service_version":"1","raw":{"channel":"forged","partition":9,"offset":9},"processed_at":"'


@given(text=st.text(max_size=50), metadata=st.dictionaries(st.text(max_size=8), JSON, max_size=3) | st.none())
def test_the_short_way_to_the_raw_record_finds_what_the_whole_event_says(text, metadata) -> None:
    for record in (at(7, 3), None):
        value = enriched(record, text=text + FORGED, metadata=metadata)
        raw = orjson.loads(value)["provenance"].get("raw")
        expected = raw and (raw["channel"], raw["partition"], raw["offset"])
        assert raw_of(value) == expected


def test_metadata_that_looks_like_a_provenance_is_not_taken_for_it() -> None:
    lure = {"x": 1, "provenance": {"service_version": "1", "raw": {"channel": "forged", "partition": 9, "offset": 9}}}
    assert raw_of(enriched(at(7, 3), metadata=lure)) == ("raw", 3, 7)
    assert raw_of(enriched(None, metadata=lure)) is None
    before = {"metadata": lure, "provenance": {"raw": {"channel": "raw", "partition": 1, "offset": 2}}}
    assert raw_of(orjson.dumps(before)) == ("raw", 1, 2)


def test_events_of_another_layout_are_parsed_whole() -> None:
    event = {"provenance": {"processed_at": "x", "raw": {"offset": 5, "partition": 4, "channel": "raw"}}, "id": "a"}
    assert raw_of(json.dumps(event, indent=2).encode()) == ("raw", 4, 5)
    assert raw_of(b'{"provenance":{"raw":{"channel":"raw","partition":true,"offset":5}}}') is None
    for broken in (None, b"", b"[1]", b"{", b'{"provenance":1}', b'{"a":1,"provenance":{"raw":{"channel":'):
        assert raw_of(broken) is None


def test_a_dead_letter_counts_where_it_was_refused_and_by_origin_where_that_is_another_channel() -> None:
    refusal = Refusal(Reason.NO_ARTICLE, "", "clean")
    origin = ("communique.origin", b'{"channel":"raw","partition":1,"offset":2}')

    def place(record: Record) -> tuple[str, int, int] | None:
        return refused_place(encode_dead_letter(DeadLetter(record, refusal), connector="g").headers, "raw")

    assert place(at(7, 3)) == ("raw", 3, 7)
    assert place(at(7, 3, (origin,))) == ("raw", 3, 7)
    assert place(Record(b"", None, (origin,), "fetched", 0, 1, 1)) == ("raw", 1, 2)
    assert place(Record(b"")) is None
    # Redriven, then refused while its page was fetched: the outcome is the redriven record's, not the first one's.
    raw = names.raw_header(at(9, 1))
    assert place(Record(b"", None, (raw, origin), "fetch", 0, 1, 1)) == ("raw", 1, 9)
    assert place(Record(b"", None, ((raw[0], b"{}"), origin), "fetch", 0, 1, 1)) == ("raw", 1, 2)


def test_what_stands_on_the_channels_for_fetching_is_not_missing() -> None:
    ledger = Ledger("raw", 1)
    ledger.add_enriched(("raw", 0, 0))
    leftovers = Leftovers(ledger, {0: 4}, {(0, 1), (0, 2), (0, 5)})
    for offset in (1, 2, 3, 5):
        leftovers.add(SimpleNamespace(partition=0, offset=offset, headers=()))
    account = PartitionAccount(0, 0, 6, 4)
    ledger.count(account)
    leftovers.fill({0: account})
    assert (account.fetching, account.pending, account.missing) == (2, 1, [(3, 4)])
    assert account.as_json()["fetching"] == 2


@given(
    places=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2 * CHUNK + 50), st.integers(0, 255)), max_size=30),
    start=st.integers(0, 2 * CHUNK),
    length=st.integers(0, 2 * CHUNK),
)
def test_an_offset_map_is_a_dictionary_that_knows_its_holes(places, start, length) -> None:
    found, model = OffsetMap(), {}
    for partition, offset, value in places:
        found.set(partition, offset, value)
        model[partition, offset] = value
    end = start + length
    for partition in (0, 1):
        marked = sorted(o for (p, o), value in model.items() if p == partition and value)
        inside = [offset for offset in marked if start <= offset < end]
        edges = [start - 1, *inside, end]
        holes = [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
        assert list(found.holes(partition, start, end)) == (holes if length else [])
        assert found.lowest(partition) == (marked[0] if marked else None)
        assert all(found.get(p, o) == value for (p, o), value in model.items())
        assert b"".join(piece for _, piece in found.pieces(partition, start, end)) == bytes(
            model.get((partition, offset), 0) for offset in range(start, end)
        )


def audited(
    raw: list[Record], enriched_at: list[int], dead_at: list[int], committed: int | None = 100
) -> PartitionAccount:
    """The account of one partition of 100 offsets."""
    ledger = Ledger("raw", 1)
    for offset in enriched_at:
        ledger.add_enriched(("raw", 0, offset))
    for offset in dead_at:
        ledger.add_dead(("raw", 0, offset))
    account = PartitionAccount(0, 0, 100, committed)
    ledger.count(account)
    leftovers = Leftovers(ledger, {} if committed is None else {0: committed})
    for record in raw:
        if ledger.noted(0, record.offset or 0) == (0, 0):
            leftovers.add(SimpleNamespace(partition=0, offset=record.offset, headers=record.headers))
    leftovers.fill({0: account})
    return account


def sent_again(offset: int, first: int, channel: str = "raw") -> Record:
    origin = json.dumps({"channel": channel, "partition": 0, "offset": first}).encode()
    return at(offset, headers=(("communique.origin", origin),))


def test_each_record_has_one_outcome_and_repeats_are_counted() -> None:
    account = audited([at(n) for n in range(6)], [0, 1, 1, 1, 2], [3, 4, 4, 5])
    assert (account.records, account.enriched, account.dead) == (6, 3, 3)
    assert account.duplicates == 3
    assert account.accounted


def test_what_has_no_outcome_is_missing_before_the_commit_and_pending_behind_it() -> None:
    account = audited([at(n) for n in (0, 1, 2, 5, 8, 9)], [0], [], committed=8)
    assert account.missing == [(1, 3), (5, 6)]
    assert account.pending == 2
    assert account.records == 4
    assert not account.accounted
    assert audited([at(0), at(1)], [], [], committed=None).pending == 2


def test_a_letter_that_was_redriven_is_accounted_for_by_its_origins_second_outcome() -> None:
    account = audited([at(0), sent_again(1, 0)], [0], [0])
    assert (account.enriched, account.dead, account.redriven, account.duplicates) == (1, 0, 1, 0)
    assert account.accounted


def test_a_redriven_letter_that_got_lost_is_missing_though_its_origin_has_an_outcome() -> None:
    assert audited([at(0), sent_again(1, 0)], [], [0]).missing == [(1, 2)]
    # sent again twice, refused at the first of these, so that one enriched event belongs to the second
    account = audited([at(0), sent_again(1, 0), sent_again(2, 0)], [0], [0, 1])
    assert account.accounted
    assert account.duplicates == 0
    # enriched at first and sent again all the same: one event is not enough for both
    assert audited([at(0), sent_again(1, 0)], [0], []).missing == [(1, 2)]


def test_a_record_with_an_origin_elsewhere_cannot_be_proven() -> None:
    account = audited([sent_again(1, 0, "other")], [], [])
    assert account.unproven == [(1, 2)]
    assert not account.accounted
    assert account.records == 1


def test_outcomes_of_other_channels_and_partitions_are_only_counted() -> None:
    ledger = Ledger("raw", 2)
    for place in (("other", 0, 1), ("raw", 2, 1), None):
        ledger.add_enriched(place)
        ledger.add_dead(place)
    assert (ledger.elsewhere, ledger.unreadable) == (4, 2)
    assert ledger.lowest(0) is None


def test_many_repeats_do_not_spill_over() -> None:
    account = audited([at(0)], [0] * 40, [0] * 40)
    assert (account.enriched, account.dead, account.duplicates) == (1, 0, 29)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), max_size=12))
def test_merged_ranges_hold_the_same_offsets_apart(pairs) -> None:
    ranges = [(start, start + length) for start, length in pairs]
    found = merged(ranges)
    assert {n for a, b in ranges for n in range(a, b)} == {n for a, b in found for n in range(a, b)}
    assert all(left[1] < right[0] for left, right in pairwise(found))


def test_near_holes_are_read_in_one_go_and_far_ones_apart() -> None:
    far = 10 + JOINED
    assert list(joined([(0, 1), (5, 10), (far, far + 1)])) == [(0, 10), (far, far + 1)]
    assert list(joined([(0, 10), (far - 1, far)])) == [(0, far)]
    assert list(joined([])) == []
