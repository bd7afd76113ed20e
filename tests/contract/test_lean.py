"""Produce requests in one copy: byte for byte what aiokafka writes, at the place where it writes them."""

from __future__ import annotations

import asyncio
import platform
from types import SimpleNamespace

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.conn import AIOKafkaConnection
from aiokafka.producer.sender import SendProduceReqHandler
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.produce import ProduceRequest

from service.stream.lean import join_produce_requests, keep_memory
from tests.contract.sources import expressions

TOPICS = [("one", [(0, b"batch" * 1000), (7, b"")]), ("zwei-ä", [(3, None)]), ("none", [])]
VERSIONS = range(len(ProduceRequest._CLASSES))


def request(transactional_id: str | None = None) -> ProduceRequest:
    return ProduceRequest(transactional_id, -1, 30_000, TOPICS)


def sent_through_ours(original: object) -> object:
    """What arrives at the client's own `send`."""

    async def go() -> object:
        arrived = []

        async def send(node_id, request, **options):
            arrived.append((node_id, request, options))
            return "answer"

        client = SimpleNamespace(send=send)
        join_produce_requests(client)
        assert await client.send(1, original, group="g") == "answer"
        ((node_id, request, options),) = arrived
        assert (node_id, options) == (1, {"group": "g"})
        return request

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("version", "transactional_id"),
    [(version, None) for version in VERSIONS] + [(version, "group-articles.raw-3") for version in VERSIONS[3:]],
)
def test_the_bytes_are_aiokafkas_in_every_version(version, transactional_id):
    versions = {ProduceRequest.API_KEY: (version, version)}
    theirs = request(transactional_id).prepare(versions)
    ours = sent_through_ours(request(transactional_id)).prepare(versions)
    assert ours.encode() == theirs.encode()
    assert type(ours) is type(theirs)
    assert ours.API_VERSION == theirs.API_VERSION


def test_the_encoding_is_ours_and_other_requests_are_left_alone():
    joined = sent_through_ours(request()).prepare({ProduceRequest.API_KEY: (0, 7)})
    assert "encode" in vars(joined)
    other = MetadataRequest([])
    assert sent_through_ours(other) is other
    assert "prepare" not in vars(other)


def test_aiokafka_still_encodes_where_we_rely_on_it():
    assert "self._client.send(node_id, request)" in expressions(SendProduceReqHandler.do)
    assert "request.prepare(self._versions)" in expressions(AIOKafkaConnection.send)
    assert "request_struct.encode()" in expressions(AIOKafkaConnection.send)
    assert "isinstance(request, ProduceRequest)" in expressions(AIOKafkaClient.send)


def test_the_allocator_takes_what_it_is_told():
    assert keep_memory() == (platform.libc_ver()[0] == "glibc")
