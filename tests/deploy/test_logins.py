"""Each way to log in to Kafka: the example's values rendered, and a worker with what its pod gets, on a real listener."""

from __future__ import annotations

import base64
import http.server
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from tests.deploy.chart import render, value_sets
from tests.deploy.pods import environment
from tests.integration.harness import Account, Names, WorkerProcess, article, produce, read_all, wait_until
from tests.kafka.broker import KafkaBroker
from tests.kafka.ports import HOST, free_port
from tests.kafka.secure import PASSWORD, USER
from tests.kafka.settings import Node

pytestmark = pytest.mark.deploy
OAUTH = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
CLIENT, CLIENT_SECRET, KEY_PASSWORD = "communique", "of-the-client", "of-the-key"
WAYS = ("sasl-plain", "sasl-scram", "mtls", "oauth-client", "oauth-token")


@dataclass(frozen=True)
class Place:
    """A broker with listeners for all ways to log in, and what opens them."""

    broker: KafkaBroker
    mtls: str
    authority: trustme.CA
    token_url: str

    def secrets(self, client: trustme.CA | None = None, *, token: str | None = None) -> dict[str, dict[str, str]]:
        """The Secrets that the examples name; `client` has signed the client's certificate."""
        assert self.broker.security is not None
        trusted = {"ca.crt": self.broker.security.authority.read_text("utf-8")}
        own = (client or self.authority).issue_cert("communique.example")
        key = serialization.load_pem_private_key(own.private_key_pem.bytes(), None)
        lock = serialization.BestAvailableEncryption(KEY_PASSWORD.encode())
        locked = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
        certificate = {"tls.crt": own.cert_chain_pems[0].bytes().decode(), "tls.key": locked.decode()}
        return {
            "communique-kafka": {"username": USER, "password": PASSWORD},
            "communique-user": {"user": USER, "password": PASSWORD},
            "communique-oauth": {"client-secret": CLIENT_SECRET, "token": token or signed()},
            "communique-tls": {**trusted, **certificate, "key-password": KEY_PASSWORD},
            "kafka-ca": trusted,
            "kafka-cluster-ca-cert": trusted,
        }


def signed(life: int = 3600) -> str:
    """A token as Kafka's development validator takes it: unsigned, for a subject, for a time."""
    now = int(time.time())
    claims = {"sub": CLIENT, "iat": now - 10, "exp": now + life}
    parts = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims)
    )
    return f"{'.'.join(parts)}."


class TokenEndpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        known = self.headers.get("Authorization") == f"Basic {basic}"
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"access_token": signed(), "token_type": "Bearer", "expires_in": 60}).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def place(kafka_possible, tmp_path_factory) -> Iterator[Place]:
    authority, folder, node, port = trustme.CA(), tmp_path_factory.mktemp("clients"), Node(), free_port()
    authority.cert_pem.write_to_path(folder / "clients.pem")
    endpoint = http.server.ThreadingHTTPServer((HOST, 0), TokenEndpoint)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    listeners = {"PLAINTEXT": node.port, "CONTROLLER": node.controller_port, "SECURE": node.secure_port, "MTLS": port}
    protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT", "SECURE": "SASL_SSL", "MTLS": "SSL"}
    settings = {
        "listeners": ",".join(f"{name}://{HOST}:{number}" for name, number in listeners.items()),
        "listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()),
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512,OAUTHBEARER",
        "listener.name.secure.oauthbearer.sasl.jaas.config": f'{OAUTH} unsecuredLoginStringClaim_sub="broker";',
        "listener.name.mtls.ssl.client.auth": "required",
        "listener.name.mtls.ssl.truststore.type": "PEM",
        "listener.name.mtls.ssl.truststore.location": folder / "clients.pem",
    }
    with KafkaBroker(node=node, secure=True, settings=settings) as broker:
        yield Place(broker, f"{HOST}:{port}", authority, f"http://{HOST}:{endpoint.server_port}/token")
    endpoint.shutdown()


def worker(way: str, place: Place, names: Names, secrets: dict[str, dict[str, str]], folder: Path) -> WorkerProcess:
    """A worker with what the example's pod gets, on channels of the test."""
    bootstrap = place.mtls if way == "mtls" else place.broker.secure_bootstrap
    assert bootstrap is not None
    changes = {
        "kafka.bootstrapServers": bootstrap,
        "kafka.groupId": names.group,
        "channels.raw": names.raw,
        "channels.enriched": names.enriched,
        "channels.deadLetter": names.dead,
        **({"kafka.oauth.tokenUrl": place.token_url} if way == "oauth-client" else {}),
    }
    words = [word for name, value in changes.items() for word in ("--set-string", f"{name}={value}")]
    given = environment(render("helm4", value_sets()[way], *words), secrets, folder)
    settings = {name.removeprefix("COMMUNIQUE_").lower(): value for name, value in given.items()}
    # Address and port are the pod's own; here they are shared with others.
    return WorkerProcess(names, bootstrap, **{k: v for k, v in settings.items() if not k.startswith("http_")})


@pytest.mark.parametrize("way", WAYS)
def test_an_example_renders_and_its_pod_works(way, place, tmp_path):
    names = Names.unique(way).create(place.broker, partitions=1)
    produce(place.broker.bootstrap, names.raw, map(article, range(5)))
    secrets = place.secrets()
    with worker(way, place, names, secrets, tmp_path) as running:
        running.wait_ready()
        wait_until(lambda: len(read_all(place.broker.bootstrap, names.enriched)) == 5, 30, running)
        assert running.terminate() == 0, running.log
        for content in secrets.values():
            assert not any(value in running.log for key, value in content.items() if "user" not in key)
    assert Account.of(place.broker.bootstrap, names).duplicates() == 0


@pytest.mark.parametrize(
    ("way", "wrong", "say"),
    [
        ("mtls", {"client": trustme.CA()}, "COMMUNIQUE_KAFKA_SECURITY_PROTOCOL"),
        ("oauth-token", {"token": signed(-5)}, "COMMUNIQUE_KAFKA_OAUTH_"),
    ],
    ids=["certificate of a stranger", "token that has expired"],
)
def test_the_listener_asks_for_it(way, wrong, say, place, tmp_path):
    """Negative control: with the wrong Secret the same example does not get in, and says so."""
    names = Names.unique("wrong").create(place.broker, partitions=1)
    with worker(way, place, names, place.secrets(**wrong), tmp_path) as running:
        wait_until(lambda: running.exit_code() is not None, 40, running)
        assert running.exit_code() == 3, running.log
        assert "Traceback" not in running.log
        assert say in running.log
