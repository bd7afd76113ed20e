"""The worker's side of `benchmarks.observability`: a worker whose metrics are turned on and off while it works."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from service.models import Record


class Moment(NamedTuple):
    """What the worker had done at some time: articles worked on, seconds of processor time and of a clock."""

    articles: int
    cpu: float
    at: float


def switch() -> Callable[[bool], None]:
    """What turns everything that counts, times and shows into nothing, and back."""
    from prometheus_client import Counter, Gauge  # noqa: PLC0415 - in the worker's process only

    from service.edges.metrics import Metrics  # noqa: PLC0415
    from service.edges.single_writer import Observed, SingleWriterCounter  # noqa: PLC0415
    from service.stream import agent  # noqa: PLC0415
    from service.stream.lag import LagObserver  # noqa: PLC0415

    def nothing(*_: object, **__: object) -> None:
        """In the place of whatever counts."""

    places: list[tuple[Any, str, Any]] = [(kind, "labels", lambda self, *_: self) for kind in (Counter, Gauge)]
    places += [(Counter, "inc", nothing)]
    places += [(Gauge, name, nothing) for name in ("inc", "dec", "set", "remove")]
    places += [(SingleWriterCounter, "inc", nothing), (Observed, "observe", nothing)]
    places += [(Metrics, "count_article", nothing), (Metrics, "observe_stage", nothing)]
    places += [(agent, "observe_latency", nothing), (LagObserver, "observe", nothing)]
    whole = [getattr(place, name) for place, name, _ in places]

    def turn(on: bool) -> None:  # noqa: FBT001 - a switch
        for (place, name, none), real in zip(places, whole, strict=True):
            setattr(place, name, real if on else none)

    return turn


def count_articles() -> Callable[[], int]:
    """How many articles the worker has worked on; counted the same way with metrics on and off."""
    from service.stream.processor import EnrichProcessor  # noqa: PLC0415

    plain, done = EnrichProcessor.several, [0]

    def counted(self: EnrichProcessor, records: Sequence[Record]) -> Any:
        outcomes = plain(self, records)
        done[0] += len(records)
        return outcomes

    EnrichProcessor.several = counted  # type: ignore[method-assign]
    return lambda: done[0]


def work(port: int) -> None:
    """A worker whose metrics are turned on and off by whoever connects to a port; each answer is a moment."""
    turn, articles = switch(), count_articles()
    listening = socket.create_server(("127.0.0.1", port))

    def obey() -> None:
        told, _ = listening.accept()
        with told, told.makefile("rw") as words:
            for word in words:
                turn(word == "on\n")
                words.write(json.dumps(Moment(articles(), time.process_time(), time.monotonic())) + "\n")
                words.flush()

    threading.Thread(target=obey, daemon=True).start()
    from service.cli.main import main as communique  # noqa: PLC0415

    sys.argv = ["communique", "worker"]
    communique()


if __name__ == "__main__":
    work(int(sys.argv[1]))
