"""Every exception that Communique raises on purpose.

CommuniqueError
├── Refused            an article cannot be processed: data, ends in the dead-letter channel
│   └── FetchError     a page cannot be had; says whether that can heal, and when to ask again
├── FeedError          a feed is none, or cannot be had: it is reported, the others go on
├── SettingsError      a setting is unknown or wrong: nothing starts
├── TaxonomyError      a taxonomy file is wrong: nothing starts
├── InputError         a file or argument given to the command line cannot be used
├── BrokerError        Kafka cannot be reached or refuses us
│   ├── ChannelError   a channel is missing or unfit for the work
│   └── DamagedBatchError  records were damaged on the broker's disk or on their way
└── PublishError       the broker did not acknowledge output: the worker stops, nothing is committed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.models import Reason


class CommuniqueError(Exception):
    """Base of all; its text is a sentence for a person: what was wrong, where, and the mend."""


class Refused(CommuniqueError):
    """An article that cannot be processed.

    Args:
        reason: the bounded code that metrics and dead-letter headers carry.
        detail: a sentence for a person; never holds article text.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep both parts: the code for machines, the detail for people."""
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail


class FetchError(Refused):
    """A page, feed or answer cannot be had from a server.

    Args:
        reason: the bounded code.
        detail: a sentence for a person; never holds what the server sent.
        heals: asking again later may bring another outcome.
        retry_after_seconds: the server, or our courtesy to it, asks to wait for this long; 0 when nobody does.
        counts: it is an attempt; False when the request only has to wait for its turn.
    """

    def __init__(
        self, reason: Reason, detail: str, *, heals: bool = False, retry_after_seconds: float = 0.0, counts: bool = True
    ) -> None:
        """Keep what a retry needs to know beside the code and the detail."""
        super().__init__(reason, detail)
        self.heals = heals
        self.retry_after_seconds = retry_after_seconds
        self.counts = counts


class FeedError(CommuniqueError):
    """A feed that cannot be read.

    Args:
        code: bounded, for logs and reports.
        detail: a sentence for a person; never holds what the server sent.
        retry_after_seconds: the server asks to wait for this long; 0 when it does not.
    """

    def __init__(self, code: str, detail: str, retry_after_seconds: float = 0.0) -> None:
        """Keep the code for machines and the detail for people."""
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.retry_after_seconds = retry_after_seconds


class SettingsError(CommuniqueError):
    """A setting is unknown or has a wrong value."""


class TaxonomyError(CommuniqueError):
    """A taxonomy file is wrong.

    Args:
        problems: one line each: `file:line: what is wrong; the mend`.
    """

    def __init__(self, problems: list[str]) -> None:
        """Join the problems into the message, one a line."""
        super().__init__("\n".join(problems))
        self.problems = problems


class InputError(CommuniqueError):
    """A file or argument given to the command line cannot be used."""


class BrokerError(CommuniqueError):
    """Kafka cannot be reached or refuses us."""


class ChannelError(BrokerError):
    """A channel is missing or unfit for the work."""


class DamagedBatchError(BrokerError):
    """Records were damaged after they were produced: on the broker's disk, or on their way."""


class PublishError(CommuniqueError):
    """The broker did not acknowledge output within its deadline."""


def causes_of(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it was raised from, outermost first; nothing for None."""
    while error is not None:
        yield error
        error = error.__cause__
