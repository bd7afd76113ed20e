"""Kafka security: from the settings to the options that every aiokafka client takes."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.edges.variables import PREFIX
from service.errors import SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from service.edges.settings import Settings


def client_options(settings: Settings) -> dict[str, Any]:
    """The keyword arguments by which an AIOKafkaProducer, -Consumer or -AdminClient gets into the cluster.

    Raises:
        SettingsError: what the protocol needs is absent, or a file cannot be read; names the setting.
    """
    protocol = settings.kafka_security_protocol
    options: dict[str, Any] = {"security_protocol": protocol}
    if protocol.endswith("SSL"):
        options["ssl_context"] = _ssl_context(settings)
    if protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.kafka_sasl_mechanism
        options |= _oauth(settings) if settings.kafka_sasl_mechanism == "OAUTHBEARER" else _login(settings)
    return options


def _login(settings: Settings) -> dict[str, Any]:
    password = secret_of(settings, "kafka_sasl_password")
    for name, value in (("kafka_sasl_username", settings.kafka_sasl_username), ("kafka_sasl_password", password)):
        if not value:
            raise SettingsError(f"{_variable(name)}: is needed with {settings.kafka_security_protocol}; set it")
    return {"sasl_plain_username": settings.kafka_sasl_username, "sasl_plain_password": password}


def _oauth(settings: Settings) -> dict[str, Any]:
    from service.edges.oauth import token_provider  # noqa: PLC0415 - imports aiokafka and httpx, which few need

    return {"sasl_oauth_token_provider": token_provider(settings)}


def _ssl_context(settings: Settings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.kafka_ssl_ca_file)
    except OSError as error:  # also ssl.SSLError, for a file that is no PEM
        raise _unreadable("kafka_ssl_ca_file", settings.kafka_ssl_ca_file, error) from None
    certificate = settings.kafka_ssl_certificate_file
    if certificate is None:
        if settings.kafka_ssl_key_file is not None:
            raise SettingsError(f"{_variable('kafka_ssl_certificate_file')}: is needed with a private key; set it")
        return context
    # Without a password to give, OpenSSL would ask at the terminal and wait for ever.
    password = secret_of(settings, "kafka_ssl_key_password") or ""
    try:
        context.load_cert_chain(certificate, settings.kafka_ssl_key_file, password=lambda: password)
    except OSError as error:
        files = ", ".join(filter(None, (certificate, settings.kafka_ssl_key_file)))
        raise _unreadable("kafka_ssl_certificate_file", files, error) from None
    return context


def secret_of(settings: Settings, name: str) -> str | None:
    """A secret, from its setting or the file that `name` + `_file` gives, without the line's end; None without both.

    Raises:
        SettingsError: both are set, or the file cannot be read.
    """
    value: SecretStr | None = getattr(settings, name)
    path: str | None = getattr(settings, f"{name}_file")
    if value is not None and path is not None:
        raise SettingsError(f"{_variable(name)}, {_variable(name + '_file')}: both are set; remove one")
    if path is None:
        return None if value is None else value.get_secret_value()
    return read_secret(f"{name}_file", path)


def read_secret(name: str, path: str) -> str:
    """The text of the file that the setting `name` gives, without the line's end.

    Raises:
        SettingsError: the file cannot be read as text.
    """
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise _unreadable(name, path, error) from None


def unusable_files(settings: Settings) -> list[str]:
    """What a start will refuse of the files that settings name: those it cannot read, and secrets given twice over."""
    problems = []
    for name in settings.model_fields_set:
        if name.endswith("_file") and (path := getattr(settings, name)):
            secret = name.removesuffix("_file")
            try:
                if hasattr(settings, secret):
                    secret_of(settings, secret)
                elif name.endswith(_READ_BY_OPENSSL):
                    _open(name, path)
                else:
                    read_secret(name, path)
            except SettingsError as error:
                problems.append(str(error))
    return sorted(problems)


_READ_BY_OPENSSL = ("_ca_file", "_certificate_file", "_key_file")
"""Certificates and keys: in which encoding a comment above them is written does not matter."""


def _open(name: str, path: str) -> None:
    try:
        Path(path).open("rb").close()
    except (OSError, ValueError) as error:
        raise _unreadable(name, path, error) from None


def _unreadable(name: str, path: str | None, error: Exception) -> SettingsError:
    what = getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__
    return SettingsError(f"{_variable(name)}: {path} cannot be used: {what}")


def _variable(name: str) -> str:
    return PREFIX + name.upper()
