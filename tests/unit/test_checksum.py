"""The checksum of Kafka's batches: right by the standard's own examples, whichever library computes it."""

from __future__ import annotations

import google_crc32c
import pytest
from aiokafka.record.util import calc_crc32c

from service.stream import checksum


@pytest.mark.parametrize(
    ("data", "known"),
    [(b"", 0), (b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43)],
)
def test_it_is_the_one_of_rfc_3720(data, known):
    assert checksum.crc32c(data) == calc_crc32c(data) == known


def test_without_its_part_in_c_the_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(google_crc32c, "implementation", "python")
    assert checksum._quickest() is calc_crc32c
