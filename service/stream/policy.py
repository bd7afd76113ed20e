"""What is done about each kind of failure: one table, which the code asks and docs/delivery.md shows.

Between the worker's parts a failure is an exception. The first rule that knows it, or one behind it, decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aiokafka.errors import (
    InvalidProducerEpoch,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    ProducerFenced,
)

from service.edges.denials import DENIALS
from service.edges.metric_values import OTHER
from service.errors import (
    BrokerError,
    DamagedBatchError,
    PublishError,
    Refused,
    SettingsError,
    TaxonomyError,
    causes_of,
)
from service.stream.delivery import PartitionLostError


class Action(Enum):
    """What is done, as docs/delivery.md words it."""

    DEAD_LETTER = "dead letter, goes on"
    LEAVE = "leaves the batch to the partition's new owner, goes on"
    RETRY = "tries again inside the deadline"
    STOP = "stops with exit code 1"
    STOP_SETTINGS = "stops with exit code 2"
    STOP_REFUSED = "stops with exit code 3"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    Attributes:
        what: what has happened, in words.
        errors: the exceptions that tell it.
        action: what is done.
    """

    what: str
    errors: tuple[type[BaseException], ...]
    action: Action


RULES = (
    Rule("an article cannot be processed", (Refused,), Action.DEAD_LETTER),
    Rule(
        "the partition is another worker's now",
        (PartitionLostError, ProducerFenced, InvalidProducerEpoch),
        Action.LEAVE,
    ),
    Rule("Kafka denies us: login, certificate, permission", DENIALS, Action.STOP_REFUSED),
    Rule("stored records are damaged, which another replica may not be", (DamagedBatchError,), Action.STOP),
    Rule("a channel is missing or unfit", (BrokerError,), Action.STOP_REFUSED),
    Rule("a setting or the taxonomy is wrong", (SettingsError, TaxonomyError), Action.STOP_SETTINGS),
    Rule("output was refused, or not acknowledged inside the deadline", (PublishError,), Action.STOP),
    Rule("no broker answers, or the queue to one stays full", (KafkaConnectionError, KafkaTimeoutError), Action.RETRY),
    Rule("Kafka refuses for another reason", (KafkaError,), Action.STOP),
    Rule("anything else: a bug", (Exception,), Action.STOP),
)
"""Order matters: a denial is a KafkaError as well and may stand behind a PublishError, and so may a lost connection."""

EXIT_CODES = {Action.STOP: 1, Action.STOP_SETTINGS: 2, Action.STOP_REFUSED: 3}


def decide(error: BaseException) -> Action:
    """What is done about a failure; an exception behind it counts as well."""
    causes = list(causes_of(error))
    known = (rule.action for rule in RULES if any(isinstance(cause, rule.errors) for cause in causes))
    return next(known, Action.STOP)


_PRODUCE_ERRORS: dict[str, tuple[type[BaseException], ...]] = {
    "partition_lost": (PartitionLostError,),
    "denied": DENIALS,
    "timeout": (TimeoutError, KafkaTimeoutError),
    "unreachable": (KafkaConnectionError,),
    "refused": (KafkaError, PublishError),
}
"""Words for the metric, the closest first: most of these exceptions are a KafkaError too."""


def produce_error(error: BaseException) -> str:
    """Why a batch's output was not acknowledged: one of `metric_values.PRODUCE_ERRORS`."""
    causes = list(causes_of(error))
    found = (kind for kind, errors in _PRODUCE_ERRORS.items() if any(isinstance(cause, errors) for cause in causes))
    return next(found, OTHER)


def exit_code(failure: BaseException) -> int:
    """The exit code of a worker that stops over a failure: 1 where a restart may mend it."""
    return EXIT_CODES.get(decide(failure), EXIT_CODES[Action.STOP])
