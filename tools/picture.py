"""Draw docs/images/demo.svg: the demo's screen after its first articles, by the demo's own code.

.venv/bin/python tools/picture.py
"""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from service.cli.demo_view import DemoState, live_view
from service.core.encode import to_event
from service.core.pipeline import Enriched
from service.edges.samples import feed
from service.models import Record
from service.pipeline import Pipeline

ARTICLES = 17
WIDTH, HEIGHT = 116, 41
OUTPUT = Path(__file__).parent.parent / "docs" / "images" / "demo.svg"


def screen() -> DemoState:
    """The demo's state once ARTICLES have come out, at the demo's pace."""
    pipeline = Pipeline()
    state = DemoState(metrics_url="http://127.0.0.1:8080/metrics", ready=True, lag=0)
    for sample in feed()[:ARTICLES]:
        outcome = pipeline.process(Record(sample.value, sample.key))
        state.sent += 1
        if isinstance(outcome, Enriched):
            state.add_enriched(to_event(outcome.article))
        else:
            state.add_dead(outcome.reason.value, sample.name)
    state.first_enriched_after = 3.0
    state.started = time.monotonic() - 3.0 - ARTICLES * 0.4
    return state


def main() -> None:
    """Draw."""
    terminal = {"force_terminal": True, "color_system": "truecolor", "width": WIDTH, "height": HEIGHT}
    console = Console(record=True, file=io.StringIO(), **terminal)
    console.print(live_view(screen(), console))
    svg = console.export_svg(title="make demo", theme=MONOKAI, unique_id="demo")
    # No fonts from other people's servers.
    OUTPUT.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL))


if __name__ == "__main__":
    main()
