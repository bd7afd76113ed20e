"""Kafka security: what the settings become for the clients, what is refused by name, and refusals by Kafka in words."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import subprocess

import httpx
import pytest
from aiokafka.errors import (
    AuthenticationFailedError,
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedSaslMechanismError,
)

from service.edges import oauth
from service.edges.denials import connection_causes, explain
from service.edges.oauth import ClientCredentials, FileTokens
from service.edges.security import client_options, secret_of
from service.edges.settings import Settings, describe
from service.errors import PublishError, SettingsError
from service.stream import client_settings

SECRET = "hush-hush"  # noqa: S105


def settings(protocol: str = "SASL_SSL", **more: object) -> Settings:
    given = {"kafka_sasl_username": "u", "kafka_sasl_password": SECRET, **more}
    return Settings(kafka_security_protocol=protocol, **{name: value for name, value in given.items() if value})


def refusal(**given: object) -> str:
    with pytest.raises(SettingsError) as caught:
        client_options(settings(**given))
    assert SECRET not in str(caught.value)
    return str(caught.value)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A certificate and its private key, encrypted with SECRET."""
    folder = tmp_path_factory.mktemp("pair")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-passout", f"pass:{SECRET}", "-subj", "/CN=client"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return str(certificate), str(key)


# Options


def test_plaintext_needs_nothing_and_takes_nothing():
    assert client_options(Settings()) == {"security_protocol": "PLAINTEXT"}


def test_a_login_is_passed_on_whole():
    options = client_options(settings(kafka_sasl_mechanism="SCRAM-SHA-256"))
    assert isinstance(options.pop("ssl_context"), ssl.SSLContext)
    assert options == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "u",
        "sasl_plain_password": SECRET,
    }


def test_without_tls_there_is_no_context():
    assert "ssl_context" not in client_options(settings("SASL_PLAINTEXT"))


def test_the_brokers_name_and_certificate_are_always_checked():
    context = client_options(settings("SSL"))["ssl_context"]
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_may_come_from_a_file_without_the_lines_end(tmp_path, end):
    path = tmp_path / "secret"
    path.write_bytes(f" {SECRET} {end}".encode())
    given = settings(kafka_sasl_password=None, kafka_sasl_password_file=str(path))
    assert client_options(given)["sasl_plain_password"] == f" {SECRET} "


def test_a_client_certificate_is_loaded_with_its_keys_password(pair):
    certificate, key = pair
    files = {"kafka_ssl_certificate_file": certificate, "kafka_ssl_key_file": key}
    assert client_options(settings("SSL", **files, kafka_ssl_key_password=SECRET))["ssl_context"]
    assert "COMMUNIQUE_KAFKA_SSL_CERTIFICATE_FILE" in refusal(protocol="SSL", **files)
    assert "COMMUNIQUE_KAFKA_SSL_CERTIFICATE_FILE" in refusal(
        protocol="SSL", **files, kafka_ssl_key_password=SECRET[::-1]
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"kafka_sasl_username": None}, "KAFKA_SASL_USERNAME"),
        ({"kafka_sasl_password": None}, "KAFKA_SASL_PASSWORD"),
        ({"kafka_sasl_password_file": "/nowhere"}, "KAFKA_SASL_PASSWORD_FILE"),
        ({"kafka_sasl_password": None, "kafka_sasl_password_file": "/nowhere"}, "/nowhere"),
        ({"kafka_ssl_ca_file": "/nowhere"}, "KAFKA_SSL_CA_FILE"),
        ({"kafka_ssl_ca_file": __file__}, "KAFKA_SSL_CA_FILE"),
        ({"kafka_ssl_key_file": __file__}, "KAFKA_SSL_CERTIFICATE_FILE"),
        ({"kafka_sasl_mechanism": "OAUTHBEARER"}, "KAFKA_OAUTH_TOKEN_FILE"),
        (
            {
                "kafka_sasl_mechanism": "OAUTHBEARER",
                "kafka_oauth_token_file": __file__,
                "kafka_oauth_token_url": "http://x",
            },
            "KAFKA_OAUTH_TOKEN_URL",
        ),
        (
            {"kafka_sasl_mechanism": "OAUTHBEARER", "kafka_oauth_token_url": "http://x"},
            "KAFKA_OAUTH_CLIENT_ID",
        ),
        ({"kafka_sasl_mechanism": "OAUTHBEARER", "kafka_oauth_token_file": "/nowhere"}, "KAFKA_OAUTH_TOKEN_FILE"),
    ],
)
def test_what_is_absent_or_unusable_is_named(given, named):
    assert named in refusal(**given)


def test_secrets_are_masked_wherever_settings_are_shown():
    names = ("kafka_sasl_password", "kafka_ssl_key_password", "kafka_oauth_client_secret")
    given = Settings(**dict.fromkeys(names, SECRET))
    shown = {row["name"]: row["value"] for row in describe(given)}
    assert [shown[name] for name in names] == ["********"] * 3
    assert SECRET not in repr(given) + str(given) + str(describe(given)) + given.model_dump_json()
    assert [secret_of(given, name) for name in names] == [SECRET] * 3


def test_every_setting_that_holds_a_secret_can_be_a_file():
    fields = Settings.model_fields
    secrets = [name for name, info in fields.items() if "SecretStr" in str(info.annotation)]
    assert len(secrets) == 4
    assert all(f"{name}_file" in fields for name in secrets)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (Settings(), type(None)),
        (settings("SSL"), client_settings.SSLCredentials),
        (settings("SASL_SSL"), client_settings.SASLCredentials),
        (settings("SASL_PLAINTEXT"), client_settings.SASLCredentials),
        (
            settings(kafka_sasl_mechanism="OAUTHBEARER", kafka_oauth_token_file=__file__),
            client_settings.OAuthCredentials,
        ),
    ],
)
def test_faust_gets_the_same_options_as_the_other_clients(given, kind):
    from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth  # noqa: PLC0415 - slow

    credentials = client_settings._credentials(given)
    assert isinstance(credentials, kind)
    theirs, ours = dict(credentials_to_aiokafka_auth(credentials)), client_options(given)
    volatile = ("ssl_context", "sasl_oauth_token_provider")
    assert {name: type(theirs.pop(name, None)) for name in volatile} == {
        name: type(ours.pop(name, None)) for name in volatile
    }
    assert theirs == ours


# Tokens


def ask(answer, times: int = 1) -> tuple[list[str], list[httpx.Request]]:
    """Tokens given out by an endpoint that gives `answer`, and what it was asked."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(len(requests))

    async def go() -> list[str]:
        provider = ClientCredentials("https://id.example/token", "me", SECRET, transport=httpx.MockTransport(handle))
        return [await provider.token() for _ in range(times)]

    return asyncio.run(go()), requests


def token(number: int, life: object = 300) -> httpx.Response:
    return httpx.Response(200, json={"access_token": f"t{number}", "token_type": "Bearer", "expires_in": life})


def test_a_token_is_asked_for_with_the_clients_credentials_and_kept():
    tokens, requests = ask(token, times=3)
    assert tokens == ["t1", "t1", "t1"]
    (request,) = requests
    assert (request.method, request.content) == ("POST", b"grant_type=client_credentials")
    assert request.headers["authorization"] == httpx.BasicAuth("me", SECRET)._auth_header


def test_a_token_is_asked_for_anew_before_it_ends(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(oauth.time, "monotonic", lambda: clock[0])

    async def go():
        number = iter(range(1, 9))
        transport = httpx.MockTransport(lambda _: token(next(number), 100))
        provider = ClientCredentials("https://id.example/token", "me", SECRET, transport=transport)
        first = await provider.token()
        clock[0] += 79
        same = await provider.token()
        clock[0] += 2
        return first, same, await provider.token()

    assert asyncio.run(go()) == ("t1", "t1", "t2")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda _: httpx.Response(401, text=SECRET), "answered 401"),
        (lambda _: httpx.Response(200, text="no json"), "gave no access_token"),
        (lambda _: httpx.Response(200, json={}), "gave no access_token"),
        (lambda _: httpx.Response(200, json=[1]), "gave no access_token"),
        (lambda _: token(1, None), "gave no access_token"),
    ],
)
def test_an_endpoint_that_gives_none_is_said_without_the_secret(answer, words):
    with pytest.raises(AuthenticationFailedError) as caught:
        ask(answer)
    assert words in str(caught.value)
    assert SECRET not in str(caught.value)


def test_an_endpoint_that_is_away_is_said():
    def away(_):
        raise httpx.ConnectError("refused")

    with pytest.raises(AuthenticationFailedError, match="does not answer: ConnectError"):
        ask(away)


def test_a_token_file_is_read_at_each_login(tmp_path):
    path = tmp_path / "token"
    tokens = FileTokens(str(path))
    path.write_text("one\n")
    assert asyncio.run(tokens.token()) == "one"
    path.write_text("two")
    assert asyncio.run(tokens.token()) == "two"


# Refusals


def failed_check(code: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, message)
    error.verify_code, error.verify_message = code, message
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (failed_check(10, "certificate has expired"), "renew"),
        (failed_check(62, "Hostname mismatch"), "another host"),
        (failed_check(64, "IP address mismatch"), "another host"),
        (failed_check(19, "self-signed certificate in certificate chain"), "COMMUNIQUE_KAFKA_SSL_CA_FILE"),
        (ssl.SSLError(1, "wrong version number"), "COMMUNIQUE_KAFKA_SECURITY_PROTOCOL"),
        (SaslAuthenticationFailed("bad password"), "COMMUNIQUE_KAFKA_SASL_USERNAME"),
        (AuthenticationFailedError("bad proof"), "bad proof"),
        (UnsupportedSaslMechanismError("x"), "COMMUNIQUE_KAFKA_SASL_MECHANISM"),
        (TopicAuthorizationFailedError("articles.raw"), "articles.raw"),
        (GroupAuthorizationFailedError("readers"), "consumer group"),
        (TransactionalIdAuthorizationFailed("g-raw-0"), "transactional ids"),
    ],
)
def test_a_refusal_is_one_line_with_the_mend(error, words):
    assert words in explain(error)
    assert "\n" not in explain(error)
    outer = PublishError("the transaction failed")
    outer.__cause__ = error
    assert explain(outer) == explain(error)


@pytest.mark.parametrize(
    "error", [None, ConnectionRefusedError(111, "refused"), KafkaConnectionError("away"), OSError()]
)
def test_what_waiting_may_heal_is_no_refusal(error):
    assert explain(error) is None


def test_the_cause_is_found_in_what_aiokafka_would_have_logged(caplog):
    log = logging.getLogger("aiokafka.client")
    with caplog.at_level(logging.DEBUG), connection_causes() as causes:
        log.error('Unable connect to "%s:%s": %s', "a", 1, ConnectionRefusedError(111, "refused"))
        assert causes.explain() is None
        log.error('Unable connect to "%s:%s": %s', "b", 1, failed_check(10, "certificate has expired"))
    assert "expired" in causes.explain()
    assert not caplog.records
    log.error("afterwards")
    assert len(caplog.records) == 1


def test_json_of_settings_holds_no_secret():
    assert SECRET not in json.dumps(describe(settings()))
