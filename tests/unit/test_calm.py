"""Clients of aiokafka in an outage."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest
import uvloop
from aiokafka.client import AIOKafkaClient
from aiokafka.cluster import ClusterMetadata
from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import (
    KafkaConnectionError,
    NodeNotReadyError,
    RequestTimedOutError,
    TopicAuthorizationFailedError,
)
from aiokafka.protocol.coordination import FindCoordinatorRequest
from aiokafka.protocol.metadata import MetadataRequest, MetadataRequest_v1, MetadataResponse_v1

from service.stream import calm
from service.stream.calm import calm_client, calm_metadata, tell_lost_connections


def cluster_of(leaders: list[int]) -> ClusterMetadata:
    partitions = [(0 if leader >= 0 else 5, number, leader, [1], [1]) for number, leader in enumerate(leaders)]
    cluster = ClusterMetadata()
    cluster.update_metadata(
        MetadataResponse_v1([(1, "127.0.0.1", 9092, None)], 1, [(0, "articles.raw", False, partitions)])
    )
    return cluster


@pytest.mark.parametrize(
    ("leaders", "updated", "pauses"),
    [([1, 1], True, False), ([1, -1], True, True), ([1, 1], False, True), ([-1], True, True)],
)
def test_an_update_pauses_only_while_a_leader_is_missing_or_nobody_answers(monkeypatch, leaders, updated, pauses):
    monkeypatch.setattr(calm, "LEADERLESS_PAUSE_SECONDS", 0.1)

    class Client:
        async def _metadata_update(self, cluster, topics):
            return updated

    async def go():
        client = Client()
        calm_metadata(client)
        began = asyncio.get_running_loop().time()
        assert await client._metadata_update(cluster_of(leaders), ["articles.raw"]) is updated
        assert (asyncio.get_running_loop().time() - began > 0.09) is pauses

    asyncio.run(go())


def test_an_update_about_all_channels_or_an_unknown_one_does_not_fail():
    class Client:
        async def _metadata_update(self, cluster, topics):
            return True

    async def go():
        client = Client()
        calm_metadata(client)
        assert await client._metadata_update(cluster_of([1]), None)
        assert await client._metadata_update(cluster_of([1]), ["unknown"])

    asyncio.run(go())


def test_whatever_an_update_raises_the_next_one_is_tried(monkeypatch):
    monkeypatch.setattr(calm, "LEADERLESS_PAUSE_SECONDS", 0.0)
    outcomes = iter([RuntimeError("the handler is closed"), KeyError(3), True])

    async def update(cluster, topics):
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def go():
        client = AIOKafkaClient()
        client._metadata_update = update
        calm_metadata(client)
        task = asyncio.create_task(client._md_synchronizer())
        assert [await client.force_metadata_update() for _ in range(3)] == [False, False, True]
        task.cancel()

    asyncio.run(asyncio.wait_for(go(), 10))


def test_without_calm_an_update_that_raises_leaves_everybody_waiting():
    async def update(cluster, topics):
        raise RuntimeError("the handler is closed")

    async def go():
        client = AIOKafkaClient()
        client._metadata_update = update
        task = asyncio.create_task(client._md_synchronizer())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.force_metadata_update(), 0.2)
        assert isinstance(task.exception(), RuntimeError)

    asyncio.run(go())


async def requests_over_a_reset_connection(prepare):
    """Send until it fails, on uvloop, over a connection that its peer resets."""

    async def reset(reader, writer):
        await reader.read(4)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]
        client = AIOKafkaClient()
        connection = AIOKafkaConnection(host, port, request_timeout_ms=5000)
        connection._reader, connection._writer = await asyncio.open_connection(host, port)
        connection._versions = {MetadataRequest_v1.API_KEY: (0, 1)}

        class Request:
            def prepare(self, versions):
                return MetadataRequest_v1([])

        async def send(node_id, request, **options):
            connection.send(request)  # not awaited: the answer never comes

        client.send = send
        prepare(client)
        for count in range(10_000):
            await client.send(1, Request())
            if count % 3 == 0:
                await asyncio.sleep(0)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.parametrize(
    ("prepare", "error"),
    [(calm_client, KafkaConnectionError), (lambda client: None, RuntimeError)],
    ids=["calm", "plain"],
)
def test_a_reset_connection_is_told_in_a_way_that_is_tried_again(prepare, error):
    with pytest.raises(error), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(requests_over_a_reset_connection(prepare))


@pytest.mark.parametrize(
    ("request_", "raised", "told"),
    [
        (MetadataRequest([]), RuntimeError("the handler is closed"), KafkaConnectionError),
        (MetadataRequest([]), KafkaConnectionError("closed"), KafkaConnectionError),
        (MetadataRequest([]), NodeNotReadyError("not yet"), NodeNotReadyError),
        (MetadataRequest([]), TopicAuthorizationFailedError("raw"), TopicAuthorizationFailedError),
        (FindCoordinatorRequest("id", 1), RuntimeError("the handler is closed"), NodeNotReadyError),
        (FindCoordinatorRequest("id", 1), KafkaConnectionError("closed"), NodeNotReadyError),
        (FindCoordinatorRequest("id", 1), RequestTimedOutError(), RequestTimedOutError),
    ],
)
def test_only_lost_connections_are_told_in_other_words(request_, raised, told):
    class Client:
        async def send(self, node_id, request):
            raise raised

    client = Client()
    tell_lost_connections(client)
    with pytest.raises(told) as caught:
        asyncio.run(client.send(1, request_))
    assert type(caught.value) is told
