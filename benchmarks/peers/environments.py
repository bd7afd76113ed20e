"""Where each peer runs: an environment of its own under `.cache/peers`, made when first asked for, never ours.

    python -m benchmarks.peers.environments [NAME ...]

makes them beforehand. Versions are pinned here, so that a figure can be repeated.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.kafka.jars import kafka_version

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache/peers"
STREAMS = HERE / "streams"
MADE = "made.txt"
"""In an environment: what was pinned when it was made."""
PINS: dict[str, tuple[str, ...]] = {
    "confluent": ("confluent-kafka==2.12.2",),
    "faststream": ("faststream[kafka]==0.7.8", "uvloop==0.22.1"),
    "quix": ("quixstreams==3.28.1",),
    "usual": (
        "faststream[kafka]==0.7.8",
        "uvloop==0.22.1",
        "quixstreams==3.28.1",
        "orjson==3.11.4",
        "trafilatura==2.0.0",
        "lxml-html-clean==0.4.3",
        "py3langid==0.3.0",
        "scikit-learn==1.7.2",
    ),
    "libraries": (
        "jsonschema==4.25.1",
        "jusText==3.0.2",
        "ftfy==6.3.1",
        "trafilatura==2.0.0",
        "lxml-html-clean==0.4.3",
        "py3langid==0.3.0",
        "lingua-language-detector==2.1.1",
        "pyahocorasick==2.2.0",
        "scikit-learn==1.7.2",
    ),
    "bytewax": ("bytewax==0.21.1", "confluent-kafka==2.12.2"),
}


@dataclass(frozen=True)
class Peer:
    """A program that the benchmarks compare.

    Attributes:
        name: as results call it.
        what: what it is, for a reader.
        module: of benchmarks.peers; for `streams` the Java file.
        environment: of PINS or `streams`; ours when None.
        share: part of the records that it is given: slow ones would take for ever.
        mode: what the program gets as BENCH_MODE, where one file serves two peers.
        exactly_once: whether it publishes in transactions.
        work: what it does with each record: see benchmarks.peers.work.
    """

    name: str
    what: str
    module: str
    environment: str | None = None
    share: float = 1.0
    mode: str = ""
    exactly_once: bool = False
    work: str = "field"

    @property
    def keeps_offsets_in_kafka(self) -> bool:
        """Whether its consumer group tells how far it is."""
        return self.environment != "bytewax"


PEERS = (
    Peer("communique", "Communique, at-least-once, a commit for each acknowledged batch", "communique"),
    Peer("communique_exactly_once", "Communique, exactly-once", "communique_exactly_once", exactly_once=True),
    Peer("communique_rare_commits", "Communique, committing once a second", "communique_rare_commits"),
    Peer("aiokafka_batch", "plain aiokafka `send_batch`, a commit for each poll", "aiokafka_batch"),
    Peer("faust_naive", "Faust as its manual shows it, not awaiting the broker", "faust_naive", share=0.25),
    Peer("confluent", "plain confluent-kafka, a commit for each poll", "confluent", "confluent"),
    Peer("faststream", "FastStream on aiokafka, batches, acknowledged by hand", "faststream", "faststream", 0.5),
    Peer("quix", "Quix Streams, at-least-once", "quix", "quix", mode="at-least-once"),
    Peer("quix_once", "Quix Streams, exactly-once", "quix", "quix", mode="exactly-once", exactly_once=True),
    Peer("bytewax", "Bytewax with a recovery store", "bytewax", "bytewax"),
    Peer("streams", "Kafka Streams (Java), at_least_once", "Pass.java", "streams", mode="at_least_once"),
    Peer(
        "streams_once",
        "Kafka Streams (Java), exactly_once_v2",
        "Pass.java",
        "streams",
        mode="exactly_once_v2",
        exactly_once=True,
    ),
)
WHOLE = (
    Peer("communique", "Communique", "communique", work="core"),
    Peer("plain_loop", "a plain aiokafka loop around Communique's core", "aiokafka_batch", work="core"),
    Peer("faststream", "FastStream and the usual libraries", "faststream", "usual", 0.2, work="usual"),
    Peer("quix", "Quix Streams and the usual libraries", "quix", "usual", 0.2, "at-least-once", work="usual"),
)
"""Those that do the whole job: clean, tell the language, classify."""
BY_NAME = {peer.name: peer for peer in PEERS}
USUAL = ("communique", "communique_exactly_once", "communique_rare_commits", "aiokafka_batch", "faust_naive")
"""Those that need nothing but our own environment."""


def prepare(environment: str | None) -> None:
    """Make an environment, unless it is there with what is pinned now; one that was left half made is made anew.

    Args:
        environment: of PINS, `streams`, or None for ours, which is.

    Raises:
        subprocess.CalledProcessError: it cannot be made.
    """
    if environment is None:
        return
    folder = CACHE / environment
    made, pins = folder / MADE, "\n".join(PINS.get(environment, (kafka_version(),)))
    if made.exists() and made.read_text("utf-8") == pins:
        return
    print(f"making the environment {environment} in {folder}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    if environment == "streams":
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={folder}"]
        pom = ["-f", STREAMS / "pom.xml", f"-Dkafka.version={kafka_version()}"]
        subprocess.run(["mvn", "-B", "-q", *pom, *goal], check=True)
    else:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        install = ["pip", "install", "--quiet", "--python", python_of(environment), *PINS[environment]]
        subprocess.run([Path(sys.executable).parent / "uv", *install], check=True)
    made.write_text(pins, "utf-8")


def python_of(environment: str) -> str:
    """The interpreter of an environment of PINS."""
    return str(CACHE / environment / "bin/python")


def command(peer: Peer, state: Path) -> list[str]:
    """What starts a peer.

    Args:
        peer: whose environment is there.
        state: a folder of its own, for what it keeps outside Kafka.
    """
    if peer.environment == "streams":
        return ["java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{CACHE / 'streams'}/*", str(STREAMS / peer.module)]
    python = sys.executable if peer.environment is None else python_of(peer.environment)
    if peer.environment == "bytewax":
        if not any(state.iterdir()):
            subprocess.run([python, "-m", "bytewax.recovery", state, "1"], check=True)
        place = ("-r", str(state), "-s", "1", "-b", "0")
        return [python, "-m", "bytewax.run", f"benchmarks.peers.{peer.module}", *place]
    return [python, "-m", f"benchmarks.peers.{peer.module}"]


if __name__ == "__main__":
    for name in sys.argv[1:] or (*PINS, "streams"):
        prepare(name)
