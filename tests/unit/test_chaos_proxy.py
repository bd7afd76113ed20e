"""The TCP proxy of the chaos harness: passes bytes as they are, and fails as told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.chaos.proxy import HOST, LATENCY_SECONDS, Fault, Proxy
from tests.kafka.ports import free_port


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that sends back what it gets."""
    with socket.create_server((HOST, 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=back, args=(connection,), daemon=True).start()

        def back(connection: socket.socket) -> None:
            with connection:
                try:
                    while data := connection.recv(4096):
                        connection.sendall(data)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    with Proxy(free_port(), echo) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: Proxy) -> Iterator[socket.socket]:
    with socket.create_connection((HOST, proxy.port), 5) as client:
        client.sendall(b"hello")
        assert client.recv(5) == b"hello"
        yield client


def test_bytes_pass_unchanged(client: socket.socket) -> None:
    data = bytes(range(256)) * 1000
    threading.Thread(target=client.sendall, args=(data,), daemon=True).start()
    got = b""
    while len(got) < len(data):
        got += client.recv(1 << 16)
    assert got == data


def test_latency_delays_both_ways(proxy: Proxy, client: socket.socket) -> None:
    proxy.set(Fault.LATENCY)
    time.sleep(0.1)
    begun = time.monotonic()
    client.sendall(b"slow")
    assert client.recv(4) == b"slow"
    assert time.monotonic() - begun >= 2 * LATENCY_SECONDS


def test_a_reset_reaches_the_client(proxy: Proxy, client: socket.socket) -> None:
    proxy.reset()
    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_a_blackhole_holds_bytes_back_and_loses_none(proxy: Proxy, client: socket.socket) -> None:
    proxy.set(Fault.BLACKHOLE)
    time.sleep(0.1)
    client.sendall(b"later")
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(5)
    proxy.set(Fault.NONE)
    client.settimeout(5)
    assert client.recv(5) == b"later"


def test_a_forgotten_connection_stays_silent_and_a_new_one_works(proxy: Proxy, client: socket.socket) -> None:
    proxy.forget()
    time.sleep(0.1)
    client.sendall(b"anyone?")
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(1)
    with socket.create_connection((HOST, proxy.port), 5) as other:
        other.sendall(b"hello")
        assert other.recv(5) == b"hello"


def test_with_the_target_gone_a_connection_is_reset() -> None:
    gone = free_port()
    with (
        Proxy(free_port(), gone) as proxy,
        pytest.raises(ConnectionResetError),
        socket.create_connection((HOST, proxy.port), 5) as client,
    ):
        client.recv(1)
