"""Which raw record an output record is the outcome of: what the audit asks of each event and each dead letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from service.core import headers as names
from service.models import Record
from service.stream.dead_letters import place_of_refused

if TYPE_CHECKING:
    from service.models import Headers

_PROVENANCE, _METADATA = b',"provenance":{', b'"metadata":'
_RAW, _AFTER_RAW = b'"raw":{', b'"processed_at"'


def raw_of(value: bytes | None) -> tuple[str, int, int] | None:
    """Channel, partition and offset of the raw record of an enriched event; None when it names none.

    Parses `provenance.raw` alone where the event is written as `encode_enriched` does, the whole event where not. In
    JSON a quotation mark within a string is escaped, so no text of an article can look like the provenance; only a
    member of `metadata` can, which is taken for it nowhere: it comes after.
    """
    data = value or b""
    start = data.find(_PROVENANCE)
    raw = data.find(_RAW, start)
    if start < 0 or raw < 0 or data.find(_AFTER_RAW, start, raw) >= 0 or data.find(_METADATA, 0, start) >= 0:
        return _raw_of_whole(data)
    end = data.find(b"}", raw)
    try:
        return _place(orjson.loads(data[raw + len(_RAW) - 1 : end + 1]))
    except orjson.JSONDecodeError:
        return _raw_of_whole(data)


def _raw_of_whole(data: bytes) -> tuple[str, int, int] | None:
    try:
        return _place(orjson.loads(data)["provenance"]["raw"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _place(raw: Any) -> tuple[str, int, int] | None:
    if not isinstance(raw, dict):
        return None
    channel, partition, offset = raw.get("channel"), raw.get("partition"), raw.get("offset")
    if type(channel) is not str or type(partition) is not int or type(offset) is not int:
        return None
    return (channel, partition, offset) if partition >= 0 and offset >= 0 else None


def refused_place(headers: Headers, channel: str) -> tuple[str, int, int] | None:
    """Which raw record a dead letter is the outcome of.

    Args:
        headers: the letter's.
        channel: the raw channel.

    Returns:
        The place that the record was read from, when that is the raw channel: a redriven record is refused at its own
        place; else, for one that was refused on the channels for fetching, the raw record that it was made of; else
        where the article first stood; None when the headers name none of these.
    """
    place = place_of_refused(headers)
    if place is not None and place[0] == channel:
        return place
    raw = names.raw_place(headers)
    if raw is not None and raw.channel == channel:
        return raw.channel, raw.partition, raw.offset
    origin = names.origin(Record(None, None, headers))
    return None if origin is None else (origin.channel, origin.partition, origin.offset)
