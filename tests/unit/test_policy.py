"""The policy of failures: what is done about each, the same in the code, in the documentation and in exit codes."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from aiokafka.errors import (
    CorruptRecordException,
    GroupAuthorizationFailedError,
    InvalidProducerEpoch,
    KafkaConnectionError,
    KafkaTimeoutError,
    ProducerFenced,
    TopicAuthorizationFailedError,
)

from service.cli import main
from service.edges.denials import DENIALS, explain
from service.errors import BrokerError, ChannelError, PublishError, Refused, SettingsError, TaxonomyError
from service.models import Reason
from service.stream.delivery import PartitionLostError
from service.stream.policy import EXIT_CODES, RULES, Action, decide, exit_code

PAGE = Path(__file__).parents[2] / "docs" / "delivery.md"


def behind(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


def table() -> list[str]:
    """The rules as lines of a Markdown table."""
    told = [", ".join(f"`{kind.__name__}`" for kind in rule.errors) for rule in RULES]
    return [f"| {rule.what} | {errors} | {rule.action.value} |" for rule, errors in zip(RULES, told, strict=True)]


def test_the_documentation_shows_the_table_that_the_code_asks():
    lines = PAGE.read_text().splitlines()
    start = lines.index("| what has happened | told by | what the worker does |") + 2
    end = next(n for n, line in enumerate(lines[start:], start) if not line.startswith("|"))
    assert lines[start:end] == table(), "write it anew:\n" + "\n".join(table())


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (Refused(Reason.INVALID_JSON, ""), Action.DEAD_LETTER),
        (PartitionLostError(), Action.LEAVE),
        (ProducerFenced(), Action.LEAVE),
        (InvalidProducerEpoch(), Action.LEAVE),
        (ChannelError(""), Action.STOP_REFUSED),
        (SettingsError(""), Action.STOP_SETTINGS),
        (KafkaConnectionError(), Action.RETRY),
        (KafkaTimeoutError(), Action.RETRY),
        (PublishError(""), Action.STOP),
        (CorruptRecordException(), Action.STOP),
        (ZeroDivisionError(), Action.STOP),
        (KeyboardInterrupt(), Action.STOP),
        (TopicAuthorizationFailedError(), Action.STOP_REFUSED),
        (behind(PublishError(""), GroupAuthorizationFailedError()), Action.STOP_REFUSED),
        (behind(KafkaConnectionError(), ssl.SSLError()), Action.STOP_REFUSED),
        (behind(PublishError(""), KafkaConnectionError()), Action.STOP),
        (behind(PublishError(""), KafkaTimeoutError()), Action.STOP),
    ],
)
def test_each_kind_of_failure_has_its_answer(error, action):
    assert decide(error) is action


def test_no_rule_is_hidden_by_one_before_it():
    for number, rule in enumerate(RULES):
        for kind in rule.errors:
            assert not any(issubclass(kind, other.errors) for other in RULES[:number]), kind


def test_whatever_kafka_denies_has_words_and_the_same_exit_code():
    for kind in DENIALS:
        assert explain(kind()) is not None
        assert exit_code(behind(PublishError(""), kind())) == 3
    assert explain(PublishError("")) is None
    assert exit_code(PublishError("")) == exit_code(KafkaConnectionError()) == exit_code(PartitionLostError()) == 1


@pytest.mark.parametrize(
    "error", [BrokerError(""), ChannelError(""), SettingsError(""), TaxonomyError([""]), PublishError("")]
)
def test_the_command_line_ends_with_the_same_codes(error):
    with pytest.raises(SystemExit) as ended, main._foreseen():
        raise error
    assert ended.value.code == exit_code(error)


def test_an_action_says_the_exit_code_that_it_has():
    for action, code in EXIT_CODES.items():
        assert action.value == f"stops with exit code {code}"
