"""One Apache Kafka broker (KRaft, 127.0.0.1 only) that a test can start, stop, kill, pause and bring back."""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.kafka import admin, class_archive, java
from tests.kafka.errors import KafkaTestError, last_lines
from tests.kafka.ports import HOST
from tests.kafka.process import ServerProcess
from tests.kafka.secure import Security
from tests.kafka.secure import make as make_security
from tests.kafka.settings import Node, copies, server_settings, to_properties

READY = "Kafka Server started"  # the last line of a start: the broker is registered, unfenced and listening
START_SECONDS = 120.0
STOP_SECONDS = 30.0
ARCHIVE_SECONDS = 90.0
"""A broker's end when it writes its classes down."""


class KafkaBroker:
    """A broker; as a context manager it starts, and at the end stops and removes what it made.

    Args:
        folder: keeps data, log and settings for a later run; None makes a folder for this object's life.
        port: of the plain listener; None picks one. It stays the same over restarts.
        settings: broker settings under Kafka's names, on top of tests/kafka/settings.py.
        heap: the JVM's, e.g. `256m`; benchmarks want `1g`.
        jvm: flags for the JVM; benchmarks want `()`, which compiles hot code fully.
        secure: adds a SASL_SSL listener, see `security`.
        node, nodes, cluster_id: this node among those of a cluster; `KafkaCluster` gives them.

    Attributes:
        bootstrap: `host:port` of the plain listener.
        secure_bootstrap: `host:port` of the SASL_SSL listener, None without one.
        security: the authority, user and password for it.
        folder: where data, log and settings are.
        log: the broker's log, of all starts.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        port: int | None = None,
        settings: Mapping[str, object] | None = None,
        heap: str = "256m",
        jvm: Sequence[str] = java.QUICK_START,
        secure: bool = False,
        node: Node | None = None,
        nodes: Sequence[Node] = (),
        cluster_id: str | None = None,
    ) -> None:
        self.node = node or (Node() if port is None else Node(port=port))
        self._nodes = nodes or [self.node]
        self._cluster_id = cluster_id or new_cluster_id()
        self._settings = dict(settings or {})
        self._heap, self._jvm, self._secure = heap, jvm, secure
        self._throwaway = folder is None
        self.folder = (folder or Path(tempfile.mkdtemp(prefix="communique-kafka-"))).resolve()
        self.log = self.folder / "broker.log"
        self.security: Security | None = None
        self._process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port` of the plain listener."""
        return f"{HOST}:{self.node.port}"

    @property
    def secure_bootstrap(self) -> str | None:
        """`host:port` of the SASL_SSL listener, None without one."""
        return f"{HOST}:{self.node.secure_port}" if self._secure else None

    @property
    def running(self) -> bool:
        """Whether the process lives, paused or not."""
        return self._process is not None and self._process.running

    @property
    def pid(self) -> int:
        """The process id of the running broker."""
        return self._running().pid

    def start(self, timeout: float = START_SECONDS) -> Self:
        """Start, or start again on the same port and data; returns when the broker serves clients.

        Raises:
            KafkaTestError: it did not come up within `timeout` seconds; folder and log are kept.
        """
        if tuple(self._jvm) == java.QUICK_START:
            make_class_archive()
        deadline = time.monotonic() + timeout
        self.launch()
        self.wait_until_ready(deadline)
        return self

    def launch(self) -> None:
        """The first half of `start`: all nodes of a cluster must be launched before any can get ready."""
        if self.running:
            raise KafkaTestError(f"the broker on {self.bootstrap} is running already")
        properties = self._prepare()
        command = java.command("kafka.Kafka", properties, heap=self._heap, log_level="INFO", jvm=self._jvm)
        throwaway = self.folder if self._throwaway else None
        self._process = ServerProcess(f"the broker on {self.bootstrap}", command, self.log, throwaway)

    def wait_until_ready(self, deadline: float) -> None:
        """The second half of `start`; `deadline` in terms of time.monotonic()."""
        try:
            self._running().wait_for(READY, deadline)
        except KafkaTestError:
            self._throwaway, self._process = False, None
            raise

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """A clean stop (SIGTERM); data stays for the next start. Nothing happens when it was stopped or killed before.

        Raises:
            KafkaTestError: the broker had died by itself, or had to be killed after `timeout` seconds; the log is kept.
        """
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.terminate(timeout)
        except KafkaTestError:
            self._throwaway = False
            raise

    def kill(self) -> None:
        """SIGKILL: a crash. Data stays for the next start."""
        self._running().kill()
        self._process = None

    def pause(self) -> None:
        """SIGSTOP: the broker hangs, its connections stay open."""
        self._running().pause()

    def resume(self) -> None:
        """SIGCONT after `pause`."""
        self._running().resume()

    def restart(self, timeout: float = START_SECONDS) -> Self:
        """A clean stop, then a start on the same port and data."""
        self.stop()
        return self.start(timeout)

    def create_channel(self, name: str, partitions: int = 1, **configs: object) -> str:
        """Create a channel, wait for its leaders, give its name back.

        Args:
            name: of the channel; one that exists already is left as it is.
            partitions: how many.
            configs: settings with underscores for dots, e.g. `max_message_bytes=1000`.

        Raises:
            KafkaTestError: the broker refused.
        """
        dotted = {key.replace("_", "."): value for key, value in configs.items()}
        admin.create_channel(self.bootstrap, name, partitions, copies(self._nodes), dotted)
        return name

    def close(self) -> None:
        """Stop, and remove the folder unless it was given or is needed to see what failed."""
        try:
            self.stop()
        finally:
            if self._throwaway:
                shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> ServerProcess:
        if self._process is None:
            raise KafkaTestError(f"the broker on {self.bootstrap} is not running")
        return self._process

    def _prepare(self) -> Path:
        """Write the settings and, before the first start, format the data folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._secure and self.security is None:
            self.security = make_security(self.folder)
        data, properties = self.folder / "data", self.folder / "server.properties"
        settings = server_settings(self.node, self._nodes, data, self.security, self._settings)
        properties.write_text(to_properties(settings), "utf-8")
        if not (data / "meta.properties").exists():
            self._format(properties)
        return properties

    def _format(self, properties: Path) -> None:
        users = self.security.format_arguments() if self.security else []
        arguments = ["format", "--cluster-id", self._cluster_id, "--config", properties, *users]
        command = java.command("kafka.tools.StorageTool", *arguments, heap="128m")
        with self.log.open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, timeout=START_SECONDS, check=False)
        if done.returncode != 0:
            self._throwaway = False  # the log that the error names must outlive us
            raise KafkaTestError(f"formatting the data folder failed:\n{last_lines(self.log)}")


def make_class_archive() -> None:
    """Have an archive of the classes that a broker loads, so that all later ones start faster."""
    class_archive.make(java.version_text(), _run_briefly)


def _run_briefly(flag: str) -> None:
    broker = KafkaBroker(jvm=(*java.QUICK_START, flag))
    try:
        broker.start()
        broker.create_channel("any")
        broker.stop(ARCHIVE_SECONDS)
    finally:
        broker.close()


def new_cluster_id() -> str:
    """A random id in the form Kafka wants: 16 bytes in URL-safe base64, unpadded, not beginning with a dash."""
    while (text := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return text
