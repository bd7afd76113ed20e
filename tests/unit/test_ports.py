"""The ports that test brokers listen on."""

from __future__ import annotations

from tests.kafka import ports


def test_no_port_is_given_twice_in_a_row(monkeypatch):
    monkeypatch.setattr(ports, "HIGHEST", ports.LOWEST + 40)
    given = [ports.free_port() for _ in range(10)]
    assert len(set(given)) == 10
