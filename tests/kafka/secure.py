"""What a SASL_SSL listener needs: a throwaway certificate and one user, made with Java's own keytool."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.kafka.errors import KafkaTestError
from tests.kafka.java import java_tool

USER = "alice"
PASSWORD = "alice-secret"  # noqa: S105  # a broker on 127.0.0.1 that lives for one test
STORE_PASSWORD = "changeit"  # noqa: S105  # keytool insists on one
MECHANISMS = ("PLAIN", "SCRAM-SHA-512")


@dataclass(frozen=True, slots=True)
class Security:
    """How a client gets through the secure listener: the certificate to trust (PEM), the user and the password."""

    authority: Path
    keystore: Path
    user: str = USER
    password: str = PASSWORD

    def listener_settings(self) -> dict[str, object]:
        """The broker's side; the listener is called SECURE."""
        login = "org.apache.kafka.common.security"
        plain = f'{login}.plain.PlainLoginModule required user_{self.user}="{self.password}";'
        return {
            "sasl.enabled.mechanisms": ",".join(MECHANISMS),
            "listener.name.secure.plain.sasl.jaas.config": plain,
            "listener.name.secure.scram-sha-512.sasl.jaas.config": f"{login}.scram.ScramLoginModule required;",
            "ssl.keystore.type": "PKCS12",
            "ssl.keystore.location": self.keystore,
            "ssl.keystore.password": STORE_PASSWORD,
        }

    def client_settings(self, mechanism: str = "SCRAM-SHA-512") -> dict[str, object]:
        """The side of a Java client, such as Kafka's own tools.

        Args:
            mechanism: one of `MECHANISMS`.
        """
        module = "plain.Plain" if mechanism == "PLAIN" else "scram.Scram"
        login = f"org.apache.kafka.common.security.{module}LoginModule"
        return {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": mechanism,
            "sasl.jaas.config": f'{login} required username="{self.user}" password="{self.password}";',
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": self.authority,
        }

    def format_arguments(self) -> list[str]:
        """What the storage tool is told, so that the user exists from the first start."""
        return ["--add-scram", f"SCRAM-SHA-512=[name={self.user},password={self.password}]"]


def make(folder: Path) -> Security:
    """Make the certificate in `folder`, or take the one an earlier start made there.

    One self-signed certificate is both server and authority: trusting it is trusting this broker alone.
    """
    security = Security(authority=folder / "authority.pem", keystore=folder / "server.p12")
    if not security.authority.exists():
        store = ["-keystore", str(security.keystore), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD]
        store += ["-alias", "broker"]
        names = ["-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"]
        # Both marked critical: what Python's strict verification asks of an authority.
        role = ["-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,digitalSignature,keyEncipherment"]
        _keytool("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30", *names, *role, *store)
        _keytool("-exportcert", "-rfc", "-file", str(security.authority), *store)
    return security


def _keytool(*arguments: str) -> None:
    done = subprocess.run([java_tool("keytool"), *arguments], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise KafkaTestError(f"keytool {arguments[0]}: {done.stdout}{done.stderr}")
