"""OAuth tokens for SASL OAUTHBEARER: from a file that somebody renews, or for a client's credentials over HTTP."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
from aiokafka import conn
from aiokafka.abc import AbstractTokenProvider
from aiokafka.errors import AuthenticationFailedError

from service.edges.security import read_secret, secret_of
from service.errors import SettingsError

if TYPE_CHECKING:
    from service.edges.settings import Settings

REQUEST_SECONDS = 10.0
RENEW_SHARE = 0.8
"""A token is asked for anew after this share of its life: it must not end between here and the broker."""
DEFAULT_LIFE_SECONDS = 60.0
"""For answers without `expires_in`, which RFC 6749 (5.1) only recommends."""


def token_provider(settings: Settings) -> AbstractTokenProvider:
    """What the settings say of tokens, as aiokafka wants it; from then on it logs in by AnsweringAuthenticator.

    Raises:
        SettingsError: they name neither a file nor URL, client and secret, or both.
    """
    conn.OAuthAuthenticator = AnsweringAuthenticator
    path, url = settings.kafka_oauth_token_file, settings.kafka_oauth_token_url
    if (path is None) == (url is None):
        raise SettingsError(
            "COMMUNIQUE_KAFKA_OAUTH_TOKEN_FILE, COMMUNIQUE_KAFKA_OAUTH_TOKEN_URL: OAUTHBEARER needs one of the two"
        )
    if path is not None:
        read_secret("kafka_oauth_token_file", path)  # complain at the start, not at the first login
        return FileTokens(path)
    client, secret = settings.kafka_oauth_client_id, secret_of(settings, "kafka_oauth_client_secret")
    if not client or not secret:
        raise SettingsError(
            "COMMUNIQUE_KAFKA_OAUTH_CLIENT_ID, COMMUNIQUE_KAFKA_OAUTH_CLIENT_SECRET: are needed with "
            "COMMUNIQUE_KAFKA_OAUTH_TOKEN_URL; set them"
        )
    return ClientCredentials(str(url), client, secret)


class AnsweringAuthenticator(conn.OAuthAuthenticator):  # type: ignore[misc]  # aiokafka is untyped
    """aiokafka's login by token, which also acknowledges that a broker refuses it.

    A broker answers a bad token with a challenge and tells the reason once the client has acknowledged that (RFC 7628,
    3.2.3). aiokafka takes the challenge for a success, and then fails at its first request without a word about tokens.
    """

    async def step(self, payload: bytes | None) -> tuple[bytes, bool] | None:
        """What to send to a broker that has sent `payload`; None when the login is done."""
        if payload is None:
            first: tuple[bytes, bool] | None = await super().step(payload)
            return first
        return (b"\x01", True) if payload else None


class FileTokens(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka is untyped
    """The token that a file holds now, as Kubernetes projects and renews it.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    async def token(self) -> str:
        """The token.

        Raises:
            SettingsError: the file cannot be read.
        """
        return read_secret("kafka_oauth_token_file", self._path).strip()


class ClientCredentials(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka is untyped
    """Tokens for client credentials (RFC 6749, 4.4), kept for most of their life.

    Used from several event loops at once; at worst two ask for a token at the same time.

    Args:
        url: the token endpoint.
        client, secret: the credentials, sent as HTTP Basic authentication.
        transport: httpx's, for tests.
    """

    def __init__(
        self, url: str, client: str, secret: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._url = url
        self._auth = httpx.BasicAuth(client, secret)
        self._transport = transport
        self._token = ""
        self._renew_at = 0.0

    async def token(self) -> str:
        """A token that is valid for a while.

        Raises:
            AuthenticationFailedError: the endpoint does not answer, or gives none; never holds the secret.
        """
        if time.monotonic() < self._renew_at:
            return self._token
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=REQUEST_SECONDS) as client:
                answer = await client.post(self._url, auth=self._auth, data={"grant_type": "client_credentials"})
            answer.raise_for_status()
            body = answer.json()
            token, life = str(body["access_token"]), float(body.get("expires_in", DEFAULT_LIFE_SECONDS))
        except httpx.HTTPStatusError as error:
            raise AuthenticationFailedError(f"{self._url} answered {error.response.status_code}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AuthenticationFailedError(f"{self._url} does not answer: {type(error).__name__}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise AuthenticationFailedError(f"{self._url} gave no access_token") from None
        self._token, self._renew_at = token, time.monotonic() + RENEW_SHARE * life
        return token
