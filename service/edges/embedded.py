"""A Kafka inside this process, for the demo and quick tests: librdkafka's mock cluster, which confluent-kafka brings.

It speaks Kafka's protocol on 127.0.0.1, is up within milliseconds and keeps its records in memory. Measured with
confluent-kafka 2.16.1 (librdkafka 2.16.0) and aiokafka 0.14.0:

Works
- Producing, idempotent or not, with keys, headers and any compression; whole batches (`send_batch`) too.
- Consuming without a group, and one consumer with a group: joining, commits, committed offsets. The first consumer of
  a group joins within 0.1 s. `read_committed` is accepted as long as nothing was produced in a transaction.
- A channel that nobody created appears when a client first asks about it, with 4 partitions.

Does not
- A second aiokafka consumer never gets into a group: its SyncGroup is refused (INVALID_REQUEST), over and over. A group
  that its only consumer has left takes the next one after that consumer's session timeout, less a second.
- DescribeConfigs, CreateTopics, ListGroups, DescribeGroups: unknown requests. aiokafka's `describe_configs` raises
  IncompatibleBrokerVersion, its `create_topics` AttributeError (there is no controller), so that channels have no
  settings. `describe_topics` and `describe_cluster` work.
- Transactions: their requests are answered, but aiokafka fails with CorruptRecordException (a wrong CRC) on reading a
  partition that one was written to.
- Keeping everything: a partition forgets its oldest records beyond 5 MB, as a channel under retention does.
- Telling the truth in a producer's acknowledgement about times: its timestamp is always 1234.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Self

from service.errors import BrokerError, ChannelError

if TYPE_CHECKING:
    from types import TracebackType

PRODUCER = 0  # rd_kafka_type_t RD_KAFKA_PRODUCER
ALL_BROKERS = -1
TOPIC_ALREADY_EXISTS = 36  # Kafka's error code
GROUP_DELAY_MS = 0  # librdkafka's default of 3,000 makes each first join of a group wait that long
ERROR_BYTES = 512

MEND = "install the demo extra: pip install 'communique[demo]'"

_pointer, _text, _int = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "rd_kafka_conf_new": (_pointer, []),
    "rd_kafka_conf_set": (_int, [_pointer, _text, _text, _text, ctypes.c_size_t]),
    "rd_kafka_new": (_pointer, [_int, _pointer, _text, ctypes.c_size_t]),
    "rd_kafka_destroy": (None, [_pointer]),
    "rd_kafka_mock_cluster_new": (_pointer, [_pointer, _int]),
    "rd_kafka_mock_cluster_destroy": (None, [_pointer]),
    "rd_kafka_mock_cluster_bootstraps": (_text, [_pointer]),
    "rd_kafka_mock_topic_create": (_int, [_pointer, _text, _int, _int]),
    "rd_kafka_mock_group_initial_rebalance_delay_ms": (None, [_pointer, ctypes.c_int32]),
    "rd_kafka_mock_broker_set_down": (_int, [_pointer, ctypes.c_int32]),
    "rd_kafka_mock_broker_set_up": (_int, [_pointer, ctypes.c_int32]),
}
"""What is called in librdkafka: result and arguments as rdkafka.h and rdkafka_mock.h (an experimental part) say."""


class EmbeddedKafka:
    """A one-broker Kafka in this process, from `start` to `stop` or as a context manager. Nothing outlives it."""

    def __init__(self) -> None:
        """Nothing starts yet."""
        self._library: Any = None
        self._client: int | None = None
        self._cluster: int | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port` to give to clients.

        Raises:
            BrokerError: not started.
        """
        cluster = self._started()
        address: bytes = self._library.rd_kafka_mock_cluster_bootstraps(cluster)
        return address.decode("ascii")

    def start(self) -> Self:
        """Bring the broker up (milliseconds); starting twice does nothing more.

        Raises:
            BrokerError: confluent-kafka is missing or lacks what this needs; the text names the mend.
        """
        if self._cluster is None:
            self._library = _load()
            self._client = _new_client(self._library)
            self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, 1)
            if not self._cluster:
                self.stop()
                raise BrokerError("the embedded Kafka could not open a port on 127.0.0.1")
            self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, GROUP_DELAY_MS)
        return self

    def stop(self) -> None:
        """Close the port and forget all records; stopping twice does nothing more.

        Takes up to a second. Clients should be closed before.
        """
        cluster, self._cluster = self._cluster, None
        client, self._client = self._client, None
        if cluster:
            self._library.rd_kafka_mock_cluster_destroy(cluster)
        if client:
            self._library.rd_kafka_destroy(client)

    def create(self, channel: str, partitions: int) -> None:
        """Create a channel; one of that name that exists already is left as it is.

        Args:
            channel: its name.
            partitions: how many, 1 or more.

        Raises:
            BrokerError: not started.
            ChannelError: Kafka refused, or there can be no such number of partitions.
        """
        cluster = self._started()
        if partitions < 1:
            raise ChannelError(f"channel {channel}: {partitions} partitions; at least 1 is needed")
        code: int = self._library.rd_kafka_mock_topic_create(cluster, channel.encode(), partitions, 1)
        if code not in {0, TOPIC_ALREADY_EXISTS}:
            raise ChannelError(f"channel {channel}: the embedded Kafka refused it with Kafka's error {code}")

    def go_down(self) -> None:
        """An outage: every connection drops and new ones are turned away, until `come_up`. Records stay."""
        cluster = self._started()
        self._library.rd_kafka_mock_broker_set_down(cluster, ALL_BROKERS)

    def come_up(self) -> None:
        """The end of an outage."""
        cluster = self._started()
        self._library.rd_kafka_mock_broker_set_up(cluster, ALL_BROKERS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _started(self) -> int:
        if self._cluster is None:
            raise BrokerError("the embedded Kafka is not started")
        return self._cluster


def _load() -> Any:
    """The librdkafka inside confluent-kafka, its functions declared.

    The Python package can start a mock cluster too (`test.mock.num.brokers`) but not create a channel in it, nor
    shorten its group delay. The functions are found through confluent-kafka's own extension module, which is linked
    to librdkafka, so that the library's file name in the wheel does not matter.
    """
    try:
        from confluent_kafka import cimpl  # noqa: PLC0415  # an extra: only the demo needs it
    except ImportError as error:
        raise BrokerError(f"the embedded Kafka needs confluent-kafka, which is not installed; {MEND}") from error
    library = ctypes.CDLL(cimpl.__file__)
    try:
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except AttributeError as error:
        raise BrokerError(f"the installed confluent-kafka has no mock cluster of the kind needed; {MEND}") from error
    return library


def _new_client(library: Any) -> int:
    """A librdkafka client that connects nowhere: the mock cluster lives on it."""
    problem = ctypes.create_string_buffer(ERROR_BYTES)
    settings = library.rd_kafka_conf_new()
    # Emergencies only: librdkafka writes to standard error, past Python's logging.
    library.rd_kafka_conf_set(settings, b"log_level", b"0", problem, ERROR_BYTES)
    client: int | None = library.rd_kafka_new(PRODUCER, settings, problem, ERROR_BYTES)
    if client is None:
        raise BrokerError(f"the embedded Kafka did not start: {problem.value.decode(errors='replace')}")
    return client
