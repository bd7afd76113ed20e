"""The model server that the settings name, ready to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from service.edges.http.addresses import DEFAULT_PORTS, AddressPolicy
from service.edges.http.made import made_client
from service.edges.remote_classifier import AskingLimits, RemoteClassifier
from service.edges.remote_classifier_chat import ChatDialect
from service.edges.remote_classifier_tei import PredictDialect
from service.edges.security import secret_of
from service.errors import SettingsError

if TYPE_CHECKING:
    from service.edges.http.client import SafeClient
    from service.edges.remote_classifier import Dialect
    from service.edges.settings import Settings


def remote_classifier(settings: Settings, url: str) -> RemoteClassifier:
    """The classifier at a URL.

    Raises:
        SettingsError: the URL or a file cannot be read.
    """
    limits = AskingLimits(
        settings.classifier_deadline_seconds, settings.classifier_concurrency, settings.classifier_budget_per_minute
    )
    return RemoteClassifier(
        _client(settings, url), url, _dialect(settings), limits, token=secret_of(settings, "classifier_token")
    )


def _dialect(settings: Settings) -> Dialect:
    if settings.classifier_protocol == "tei":
        return PredictDialect(settings.classifier_batch)
    return ChatDialect(settings.classifier_model)


def _client(settings: Settings, url: str) -> SafeClient:
    try:
        parsed = httpx.URL(url)
        host, port = parsed.host, parsed.port or DEFAULT_PORTS[parsed.scheme]
        # It is the operator's own server, most often in his own network: that one place is open, and no other.
        policy = AddressPolicy(ports=(port,), allow=(host,))
    except (httpx.InvalidURL, KeyError, SettingsError):
        raise SettingsError(f"COMMUNIQUE_CLASSIFIER_URL: {url} cannot be read as a URL with a host") from None
    return made_client(
        policy,
        "COMMUNIQUE_CLASSIFIER",
        connections=settings.classifier_concurrency,
        ca_file=settings.classifier_ca_file,
    )
