"""A worker on a listener with TLS and logins: it works with the right ones, and says in one line what is wrong."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.integration.harness import Account, Names, WorkerProcess, article, produce, read_all, wait_until
from tests.kafka import tools
from tests.kafka.broker import KafkaBroker
from tests.kafka.java import java_tool
from tests.kafka.secure import PASSWORD, STORE_PASSWORD, USER

AUTHORIZER = {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:ANONYMOUS",  # the plain listener: the tests' own clients, and the broker itself
}


@pytest.fixture(scope="module")
def secure(kafka_possible):
    """A broker whose secure listener is for one user, who may do what he is granted and no more."""
    with KafkaBroker(secure=True, settings=AUTHORIZER) as broker:
        yield broker


def login(broker: KafkaBroker, mechanism: str = "SCRAM-SHA-512", **changes: object) -> dict[str, object]:
    """The settings of a worker that gets in."""
    assert broker.security is not None
    return {
        "kafka_security_protocol": "SASL_SSL",
        "kafka_sasl_mechanism": mechanism,
        "kafka_sasl_username": USER,
        "kafka_sasl_password": PASSWORD,
        "kafka_ssl_ca_file": broker.security.authority,
        "kafka_session_timeout_seconds": 2,
        **changes,
    }


def grant(broker: KafkaBroker, names: Names, *, without: str = "") -> None:
    """Grant the user what docs/operations.md lists, less one kind of it."""
    grants = {
        "raw": ["--operation", "Read", "--topic", names.raw],
        "enriched": ["--operation", "Write", "--topic", names.enriched],
        "dead": ["--operation", "Write", "--topic", names.dead],
        "group": ["--operation", "Read", "--group", names.group],
        "transactions": [
            *("--operation", "Write", "--operation", "Describe"),
            *("--transactional-id", f"{names.group}-", "--resource-pattern-type", "prefixed"),
        ],
    }
    for kind, arguments in grants.items():
        if kind != without.partition(",")[0]:
            run_acls(broker, *arguments)


def run_acls(broker: KafkaBroker, *arguments: str) -> None:
    """Add to what the user may do."""
    tools.run("acls", "--bootstrap-server", broker.bootstrap, "--add", "--allow-principal", f"User:{USER}", *arguments)


def refusal(names: Names, bootstrap: str, **settings: object) -> str:
    """The one line of a worker that does not get in."""
    with WorkerProcess(names, bootstrap, **settings) as worker:
        wait_until(lambda: worker.exit_code() is not None, 40, worker)
        assert worker.exit_code() == 3, worker.log
        assert "Traceback" not in worker.log, worker.log
        assert PASSWORD not in worker.log
        (line,) = [line for line in worker.log.splitlines() if line.startswith("error: ") or is_error_of_ours(line)]
        return line


def is_error_of_ours(line: str) -> bool:
    """Whether a line of the log is an error that the service, not a library, has told."""
    event = json.loads(line) if line.startswith("{") else {}
    return event.get("level") == "error" and str(event.get("logger")).startswith("service")


@pytest.mark.kafka
@pytest.mark.parametrize(("mechanism", "delivery"), [("SCRAM-SHA-512", "exactly-once"), ("PLAIN", "at-least-once")])
def test_with_login_and_authority_a_worker_works_and_writes_no_secret(secure, tmp_path, mechanism, delivery) -> None:
    names = Names.unique("secure").create(secure, partitions=2)
    grant(secure, names)
    produce(secure.bootstrap, names.raw, map(article, range(50)))
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    settings = login(secure, mechanism, delivery=delivery, kafka_sasl_password_file=secret, log_level="debug")
    del settings["kafka_sasl_password"]
    with WorkerProcess(names, secure.secure_bootstrap, **settings) as worker:
        worker.wait_ready()
        wait_until(lambda: len(read_all(secure.bootstrap, names.enriched)) == 50, 40, worker)
        assert worker.terminate() == 0, worker.log
        assert PASSWORD not in worker.log
    assert Account.of(secure.bootstrap, names).duplicates() == 0


@pytest.mark.kafka
@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "PLAIN"])
def test_a_wrong_password_is_said(secure, mechanism) -> None:
    line = refusal(
        Names.unique("wrong"), secure.secure_bootstrap, **login(secure, mechanism, kafka_sasl_password=PASSWORD[::-1])
    )
    assert "COMMUNIQUE_KAFKA_SASL_USERNAME" in line


@pytest.mark.kafka
def test_a_login_that_the_broker_does_not_know_is_said(secure) -> None:
    line = refusal(Names.unique("wrong"), secure.secure_bootstrap, **login(secure, "SCRAM-SHA-256"))
    assert "COMMUNIQUE_KAFKA_SASL_MECHANISM" in line


@pytest.mark.kafka
def test_an_unknown_authority_is_said(secure) -> None:
    settings = login(secure)
    del settings["kafka_ssl_ca_file"]
    line = refusal(Names.unique("wrong"), secure.secure_bootstrap, **settings)
    assert "COMMUNIQUE_KAFKA_SSL_CA_FILE" in line


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (["-startdate", "-30d", "-validity", "20", "-ext", "san=ip:127.0.0.1"], "has expired"),
        (["-validity", "20", "-ext", "san=dns:elsewhere.example"], "another host"),
    ],
)
def test_a_certificate_that_does_not_fit_is_said(kafka_possible, tmp_path, certificate, words) -> None:
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = KafkaBroker(folder, secure=True)
    with broker:
        assert broker.security is not None
        store = broker.security.keystore
    forge(store, broker.security.authority, certificate)
    with broker:
        assert words in refusal(Names.unique("wrong"), broker.secure_bootstrap, **login(broker))


def forge(store, authority, certificate: list[str]) -> None:
    """Put another certificate in the place of the broker's."""
    store.unlink()
    authority.unlink()
    common = ["-keystore", store, "-storetype", "PKCS12", "-storepass", STORE_PASSWORD, "-alias", "broker"]
    role = ["-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,digitalSignature,keyEncipherment"]
    key = ["-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=broker"]
    for arguments in ([*key, *role, *certificate], ["-exportcert", "-rfc", "-file", authority]):
        subprocess.run([java_tool("keytool"), *map(str, [*arguments, *common])], check=True, capture_output=True)


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(
    ("denied", "delivery", "words"),
    [
        ("raw", "at-least-once", "a channel"),
        ("group", "at-least-once", "the consumer group"),
        ("group, but to look", "at-least-once", "the consumer group"),
        ("enriched", "at-least-once", "a channel"),
        ("enriched", "exactly-once", "a channel"),
        ("transactions", "exactly-once", "the transactional ids"),
    ],
)
def test_a_denied_operation_is_said(secure, denied, delivery, words) -> None:
    names = Names.unique("denied").create(secure, partitions=1)
    grant(secure, names, without=denied)
    if denied == "enriched":  # to see it is another right than to write to it
        run_acls(secure, "--operation", "Describe", "--topic", names.enriched)
    if denied == "group, but to look":
        run_acls(secure, "--operation", "Describe", "--group", names.group)
    produce(secure.bootstrap, names.raw, map(article, range(5)))
    line = refusal(names, secure.secure_bootstrap, **login(secure, delivery=delivery))
    assert f"denies this user {words}" in line
    assert read_all(secure.bootstrap, names.enriched) == []
