"""The settings of the way to Kafka's brokers and of the login there; a part of Settings, which reads them."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

_SERVER = re.compile(r"(?:\[[^\[\]]+\]|[^\[\]:]+)(?::([0-9]{1,5}))?|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*")
"""host, host:port, [IPv6]:port, or a bare IPv6 address."""

_CHANNEL = re.compile(r"[a-zA-Z0-9._-]{1,249}")


def _is_server(text: str) -> bool:
    found = _SERVER.fullmatch(text)
    return found is not None and (found[1] is None or 0 < int(found[1]) < 65_536)


class KafkaSettings(BaseSettings):
    """What is set of Kafka: where its brokers are, how they are spoken to, and which group works together."""

    kafka_bootstrap_servers: str = Field(
        "127.0.0.1:9092", min_length=1, description="Kafka brokers, host:port separated by commas."
    )
    kafka_group_id: str = Field(
        "communique", min_length=1, description="Consumer group; workers of one group share the work."
    )
    kafka_session_timeout_seconds: float = Field(
        10.0, ge=1, le=300, description="A worker silent for this long loses its partitions."
    )
    kafka_request_timeout_seconds: float = Field(
        30.0,
        ge=1,
        le=600,
        description="A broker that leaves a request unanswered for this long counts as gone; at least 1.5 sessions.",
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How the brokers are spoken to: encrypted (SSL), with a login (SASL), both or neither."
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] = Field(
        "SCRAM-SHA-512", description="With SASL: how to log in."
    )
    kafka_sasl_username: str | None = Field(None, min_length=1, description="With SASL PLAIN and SCRAM: the user.")
    kafka_sasl_password: SecretStr | None = Field(None, description="With SASL PLAIN and SCRAM: the user's password.")
    kafka_sasl_password_file: str | None = Field(None, description="A file that holds the password instead.")
    kafka_ssl_ca_file: str | None = Field(
        None, description="With SSL: PEM file of the authorities to trust; the system's when absent."
    )
    kafka_ssl_certificate_file: str | None = Field(
        None, description="With SSL, where brokers ask for it: PEM file of the client's certificate."
    )
    kafka_ssl_key_file: str | None = Field(
        None, description="PEM file of its private key; the certificate's file when absent."
    )
    kafka_ssl_key_password: SecretStr | None = Field(None, description="The password of an encrypted private key.")
    kafka_ssl_key_password_file: str | None = Field(None, description="A file that holds that password instead.")
    kafka_oauth_token_file: str | None = Field(
        None, description="With OAUTHBEARER: a file that holds the token; read anew at each login."
    )
    kafka_oauth_token_url: str | None = Field(
        None, description="With OAUTHBEARER instead: where to get tokens for the client's credentials."
    )
    kafka_oauth_client_id: str | None = Field(None, description="The client that asks there.")
    kafka_oauth_client_secret: SecretStr | None = Field(None, description="The client's secret.")
    kafka_oauth_client_secret_file: str | None = Field(None, description="A file that holds the secret instead.")

    @field_validator("kafka_bootstrap_servers")
    @classmethod
    def _are_no_urls(cls, servers: str) -> str:
        # A client would look for a host of that name for ever, as if the broker were away.
        # The second may be a password before the host, which no message is to repeat.
        if "://" in servers or "@" in servers:
            raise ValueError("holds a URL or a user; write host:port alone, without what stands before the host")
        if any(len(server.split()) != 1 for server in servers.split(",")):
            raise ValueError("names a host with a space in it, or none; write host:port, with commas between several")
        # A client would end with an error of its own about a number.
        if wrong := next((server for server in servers.split(",") if not _is_server(server.strip())), None):
            message = f"{wrong.strip()} is no host and port; write host:port, the port a number from 1 to 65535"
            raise ValueError(message)
        return servers

    @field_validator(
        *("channel_raw", "channel_enriched", "channel_dead_letter"),
        *("channel_fetch", "channel_fetched", "channel_retry", "channel_feeds_seen"),
        check_fields=False,  # they are in the other parts of Settings
    )
    @classmethod
    def _is_a_name_to_kafka(cls, name: str) -> str:
        # A broker refuses any other, and a worker would wait for the channel to be created.
        if not _CHANNEL.fullmatch(name) or name in {".", ".."}:
            raise ValueError("is no name of a Kafka topic; write letters without accents, digits, and . _ - between")
        return name
