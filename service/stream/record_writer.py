"""Writing header names that are no UTF-8: batches with names of any bytes, which aiokafka's fast builder refuses.

Such names were read with `surrogateescape` (record_reader.py), and are written back to the bytes that they were.
Overridden privates of aiokafka are held by tests/contract/test_aiokafka_privates.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from service.core.headers import name_bytes

if TYPE_CHECKING:
    from service.models import Headers


class AnyNamesBuilder(BatchBuilder):
    """A batch as aiokafka's, whose header names may be any bytes; some ten times slower.

    Args:
        batch_size: most bytes, save that a first record is always taken.
        compression_type: Kafka's number of the codec.
        is_transactional: the batch belongs to a transaction.
    """

    def __init__(self, batch_size: int, compression_type: int, *, is_transactional: bool = False) -> None:
        super().__init__(batch_size, compression_type, is_transactional=is_transactional)
        self._builder = _AnyNames(
            magic=2,
            compression_type=compression_type,
            is_transactional=is_transactional,
            producer_id=-1,
            producer_epoch=-1,
            base_sequence=0,
            batch_size=batch_size,
        )

    def _set_producer_state(self, producer_id: int, producer_epoch: int, base_sequence: int) -> None:
        # As aiokafka's, which insists on its fast builder.
        self._builder.set_producer_state(producer_id, producer_epoch, base_sequence)


class _Name(str):
    """A header's name that is encoded to the bytes that it was read from."""

    __slots__ = ()

    def encode(self, *_: Any) -> bytes:
        return name_bytes(str(self))


class _AnyNames(_DefaultRecordBatchBuilderPy):
    def append(
        self, offset: int, timestamp: int | None, key: bytes | None, value: bytes | None, headers: Headers
    ) -> Any:
        return super().append(offset, timestamp, key, value, [(_Name(name), data) for name, data in headers])
