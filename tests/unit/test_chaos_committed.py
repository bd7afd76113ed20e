"""How the harness asks for the ends of channels: a broker that has just come back may not have heard of them yet."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from tests.chaos.refusal import Committed

UNHEARD, DENIED = (
    KafkaException(KafkaError(code)) for code in (KafkaError._UNKNOWN_PARTITION, KafkaError._AUTHENTICATION)
)


def asking(*answers: object) -> Committed:
    """One that is told these, one after the other and the last for ever, of a single partition."""
    left = list(answers)

    class Told:
        def get_watermark_offsets(self, _place: TopicPartition, timeout: float) -> object:
            assert timeout > 0
            answer = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

    committed = Committed.__new__(Committed)
    committed._consumer, committed._places = Told(), [TopicPartition("raw", 0)]
    return committed


def test_it_asks_again_while_the_broker_has_not_heard_of_the_partition() -> None:
    assert asking(UNHEARD, UNHEARD, (0, 7)).ends("raw") == {("raw", 0): 7}


@pytest.mark.parametrize(("answers", "seconds"), [((DENIED, (0, 7)), 30.0), ((UNHEARD,), 0.1)])
def test_what_does_not_heal_or_not_in_time_is_raised(answers: tuple[object, ...], seconds: float) -> None:
    with pytest.raises(KafkaException):
        asking(*answers).ends("raw", seconds=seconds)
