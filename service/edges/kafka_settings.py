"""The settings of the way to Kafka's brokers and of the login there; a part of Settings, which reads them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


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
        if "://" in servers:
            raise ValueError("holds a URL; write host:port alone, without what stands before the host")
        if any(len(server.split()) != 1 for server in servers.split(",")):
            raise ValueError("names a host with a space in it, or none; write host:port, with commas between several")
        return servers
