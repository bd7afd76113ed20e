"""The status page: health, and the sources with the most refused articles, as JSON or for a browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.stream.health import Checks
    from service.stream.sources import SourceTable

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Communique worker</title>
<style>body{{font:15px sans-serif;margin:2em;max-width:60em}}td,th{{text-align:left;padding:.2em 1.5em .2em 0}}</style>
<h1>Communique worker</h1>
<p><a href="/metrics">metrics</a> <a href="/health/live">live</a> <a href="/health/ready">ready</a>
<a href="/health/started">started</a></p>
<h2>Health</h2><table>{health}</table>
<h2>Sources with the most refused articles</h2>
<table><tr><th>source<th>refused<th>reasons</tr>{sources}</table>
<p>Counted since this worker started. <code>communique dead-letter list --source NAME</code> shows the articles.</p>
</html>
"""


def status(health: Checks, sources: SourceTable) -> dict[str, Any]:
    """What the page tells."""
    checks = {"live": health.live(), "ready": health.ready(), "started": health.startup()}
    return {"health": checks, "refused_sources": sources.top()}


def as_page(told: dict[str, Any]) -> str:
    """The status for a browser; sources come from outside, so all is escaped."""
    health = "".join(
        f"<tr><td>{escape(name)}<td>{'fine' if state['ok'] else 'not: ' + escape(', '.join(state['waiting_for']))}</tr>"
        for name, state in told["health"].items()
    )
    sources = "".join(
        f"<tr><td>{escape(row['source'])}<td>{row['refused']}<td>{escape(_reasons(row['reasons']))}</tr>"
        for row in told["refused_sources"]
    )
    return _PAGE.format(health=health, sources=sources or "<tr><td>none</tr>")


def _reasons(reasons: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(reasons.items(), key=lambda one: -one[1]))
