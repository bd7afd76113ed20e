"""Why Kafka does not let us in, in words: the causes that no waiting heals."""

from __future__ import annotations

import logging
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiokafka.errors import (
    AuthenticationFailedError,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedSaslMechanismError,
)

from service.errors import causes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPIRED = 10
_NAMES = (62, 64)
"""X509_V_ERR_CERT_HAS_EXPIRED; X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH (OpenSSL's x509_vfy.h)."""

_NEEDED = (
    (TopicAuthorizationFailedError, "Kafka denies this user a channel (Read on the raw one, Write on the others)"),
    (GroupAuthorizationFailedError, "Kafka denies this user the consumer group (Read)"),
    (TransactionalIdAuthorizationFailed, "Kafka denies this user the transactional ids (Write, Describe)"),
    (ClusterAuthorizationFailedError, "Kafka denies this user an operation on the cluster"),
)

DENIALS: tuple[type[BaseException], ...] = (
    ssl.SSLError,
    UnsupportedSaslMechanismError,
    SaslAuthenticationFailed,
    AuthenticationFailedError,
    *(kind for kind, _ in _NEEDED),
)
"""The exceptions that `explain` has words for."""


def explain(error: BaseException | None) -> str | None:
    """A sentence with the mend when `error`, or one behind it, is Kafka's refusal of us; else None."""
    return next((words for cause in causes_of(error) if (words := _words(cause)) is not None), None)


def _words(error: BaseException) -> str | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error)
    if isinstance(error, ssl.SSLError):
        what = getattr(error, "reason", None) or _text(error)
        return f"no TLS with the broker: {what}; COMMUNIQUE_KAFKA_SECURITY_PROTOCOL, ..._SSL_* say how"
    if isinstance(error, UnsupportedSaslMechanismError):
        return "the broker does not know this login; COMMUNIQUE_KAFKA_SASL_MECHANISM says which"
    if isinstance(error, (SaslAuthenticationFailed, AuthenticationFailedError)):
        who = "COMMUNIQUE_KAFKA_SASL_USERNAME, ..._PASSWORD, or COMMUNIQUE_KAFKA_OAUTH_*, say who we are"
        return f"Kafka refuses the login: {_text(error)}; {who}"
    for kind, words in _NEEDED:
        if isinstance(error, kind):
            return f"{words}: {_text(error)}; grant it, docs/operations.md lists what a worker needs"
    return None


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "the broker's certificate has expired; renew it there"
    if error.verify_code in _NAMES:
        return f"the broker's certificate is for another host: {error.verify_message}; connect by a name that it holds"
    return (
        f"the broker's certificate is not signed by an authority that we trust: {error.verify_message}; "
        "COMMUNIQUE_KAFKA_SSL_CA_FILE names the authority"
    )


def _text(error: BaseException) -> str:
    return ", ".join(str(part) for part in error.args) or type(error).__name__


class Causes(logging.Filter):
    """What aiokafka writes about failed connections, kept instead of written: its exceptions do not tell the cause."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[BaseException] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the exceptions among the record's arguments; lets nothing through."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        self.found += [argument for argument in arguments if isinstance(argument, BaseException)]
        return False

    def explain(self) -> str | None:
        """The first cause that waiting does not heal, in words; None when there is none."""
        return next((words for cause in self.found if (words := explain(cause)) is not None), None)


@contextmanager
def connection_causes() -> Iterator[Causes]:
    """Hush aiokafka's client, and collect why its connections fail."""
    causes = Causes()
    loggers = [logging.getLogger(f"aiokafka{part}") for part in ("", ".client", ".conn")]
    for logger in loggers:
        logger.addFilter(causes)
    try:
        yield causes
    finally:
        for logger in loggers:
            logger.removeFilter(causes)
