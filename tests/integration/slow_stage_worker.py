"""A worker whose cleaning stands still at each article that begins with SLOW, and with it the event loop."""

from __future__ import annotations

import sys
import time

from service.core import pipeline
from service.edges.settings import load_settings
from service.models import CleanArticle, RawArticle
from service.stream.worker import run_worker

SLOW = "Slow: "
SECONDS = 1.8
"""The loop's delay is looked at twice a second: so it is over a second for sure, and far below a session's timeout."""


def stand_still() -> None:
    """Put a slow stage in the place of cleaning."""
    clean = pipeline.clean

    def slow(article: RawArticle, *rest: object, **more: object) -> CleanArticle:
        if (article.content or "").startswith(SLOW):
            time.sleep(SECONDS)
        return clean(article, *rest, **more)

    pipeline.clean = slow


if __name__ == "__main__":
    stand_still()
    sys.exit(run_worker(load_settings()))
