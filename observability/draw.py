"""Draws the dashboards without a Grafana: pages of our own from a live Prometheus, and pictures of them by Chromium.

    python -m observability.draw http://127.0.0.1:9090 FOLDER [--seconds 900]

Reads dashboards/*.json as Grafana would: grid, panels, thresholds, legends; asks Prometheus what each panel asks; writes
a page (HTML with SVG) and, where `chromium` is installed, a PNG for each dashboard.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from observability.__main__ import FOLDER

COLUMN, ROW = 58, 36
"""Pixels of one of Grafana's 24 columns and of one of its rows."""
COLOURS = ("#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#37872d", "#8ab8ff", "#fa6400", "#a352cc")
STEPS = 120
_STYLE = """
body{background:#111217;color:#ccccdc;font:13px Inter,Arial,"DejaVu Sans",sans-serif;margin:16px}
h1{font-size:20px;font-weight:500;margin:0 0 4px} p{margin:0 0 12px;color:#8e8ea0}
main{position:relative;width:1392px}
section{position:absolute;box-sizing:border-box;background:#181b1f;border:1px solid #2c2f36;border-radius:3px;
padding:6px 8px;overflow:hidden}
h2{font-size:13px;font-weight:500;margin:0 0 2px} small{color:#8e8ea0;display:block;white-space:nowrap;overflow:hidden}
.row{background:none;border:none;font-size:15px;padding-top:8px} .big{font-size:34px;text-align:center;padding-top:18px}
.none{color:#8e8ea0;text-align:center;padding-top:40px} table{font-size:11px;border-spacing:0;width:100%}
td{padding:0 6px 0 0;white-space:nowrap} td.n{text-align:right} i{display:inline-block;width:10px;height:3px;margin-right:5px}
text{fill:#8e8ea0;font-size:10px}
"""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, and points of time (seconds) and value."""

    name: str
    points: list[tuple[float, float]]


class Source:
    """A Prometheus, asked about the last `seconds`."""

    def __init__(self, url: str, seconds: float) -> None:
        self._url = url
        self.end = time.time()
        self.start = self.end - seconds
        self._step = max(1.0, seconds / STEPS)

    def ask(self, target: dict[str, Any]) -> list[Series]:
        """The lines of a panel's target."""
        window = f"{max(10, int(4 * self._step))}s"
        query = target["expr"].replace("$__rate_interval", window).replace("$instance", ".*")
        query = query.replace("$__range", f"{int(self.end - self.start)}s")
        asked = urllib.parse.urlencode({"query": query, "start": self.start, "end": self.end, "step": self._step})
        with urllib.request.urlopen(f"{self._url}/api/v1/query_range?{asked}", timeout=30) as answer:  # noqa: S310 - ours
            found = json.load(answer)["data"]["result"]
        return [Series(_legend(target["legendFormat"], one["metric"]), _points(one["values"])) for one in found]


def _legend(form: str, labels: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda match: labels.get(match[1], ""), form)


def _points(values: list[tuple[float, str]]) -> list[tuple[float, float]]:
    return [(at, float(value)) for at, value in values if math.isfinite(float(value))]


def page(dashboard: dict[str, Any], source: Source) -> str:
    """The page of one dashboard."""
    panels = "".join(_panel(panel, source) for panel in dashboard["panels"])
    height = max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in dashboard["panels"]) * ROW
    title, told = html.escape(dashboard["title"]), html.escape(dashboard["description"])
    head = f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    return f"{head}<h1>{title}</h1><p>{told}</p><main style='height:{height}px'>{panels}</main>"


def _panel(panel: dict[str, Any], source: Source) -> str:
    place = panel["gridPos"]
    width, height = place["w"] * COLUMN - 8, place["h"] * ROW - 8
    box = f"left:{place['x'] * COLUMN}px;top:{place['y'] * ROW}px;width:{width}px;height:{height}px"
    title = html.escape(panel["title"])
    if panel["type"] == "row":
        return f"<section class=row style='{box}'>{title}</section>"
    if panel["type"] == "text":
        return f"<section style='{box}'><h2>{title}</h2>{html.escape(panel['options']['content'])}</section>"
    series = [one for target in panel["targets"] for one in source.ask(target) if one.points]
    if not series:
        inside = "<div class=none>No data</div>"
    elif panel["type"] == "stat":
        inside, box = _big(panel, series), f"{box};background:{_colour(panel, series[0].points[-1][1])}"
    else:
        inside = _lines(panel, series, source, width - 18, height - 46)
    return (
        f"<section style='{box}'><h2>{title}</h2><small>{html.escape(panel['description'])}</small>{inside}</section>"
    )


def _big(panel: dict[str, Any], series: list[Series]) -> str:
    return f"<div class=big>{_written(series[0].points[-1][1], panel['fieldConfig']['defaults'].get('unit', ''))}</div>"


def _colour(panel: dict[str, Any], value: float) -> str:
    steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
    reached = [step["color"] for step in steps if step["value"] is None or value >= step["value"]]
    return {"green": "#1f7a3d", "orange": "#b3621b", "red": "#a3182e"}[reached[-1]]


def _lines(panel: dict[str, Any], series: list[Series], source: Source, width: int, height: int) -> str:
    defaults = panel["fieldConfig"]["defaults"]
    unit = defaults.get("unit", "")
    rows = min(len(series), 6)
    height -= 15 * rows + 6
    stacked = defaults.get("custom", {}).get("stacking", {}).get("mode") == "normal"
    drawn = _stacked(series) if stacked else series
    limit = next((s["value"] for s in defaults.get("thresholds", {}).get("steps", []) if s["color"] == "red"), None)
    values = [value for one in drawn for _, value in one.points]
    low = min(0.0, *values) if "min" not in defaults else 0.0
    top = max(*values, low) * 1.08 or 1.0
    marks = "".join(
        f"<line x1=52 x2={width} y1={y:.0f} y2={y:.0f} stroke=#2c2f36 />"
        f"<text x=48 y={y + 3:.0f} text-anchor=end>{_written(low + (top - low) * part, unit)}</text>"
        for part in (0, 0.5, 1)
        for y in [height - 4 - (height - 14) * part]
    )

    def at(point: tuple[float, float]) -> str:
        x = 52 + (width - 52) * (point[0] - source.start) / (source.end - source.start)
        return f"{x:.1f},{height - 4 - (height - 14) * (point[1] - low) / (top - low):.1f}"

    if limit is not None and limit <= top:
        marks += f"<polyline points='{at((source.start, limit))} {at((source.end, limit))}' stroke=#f2495c stroke-dasharray='5 4' fill=none />"
    lines = "".join(
        f"<polyline fill=none stroke-width=1.5 stroke='{COLOURS[n % len(COLOURS)]}' points='{' '.join(map(at, one.points))}'/>"
        for n, one in enumerate(drawn)
    )
    return f"<svg width={width} height={height}>{marks}{lines}</svg>{_table(series, rows, unit)}"


def _stacked(series: list[Series]) -> list[Series]:
    """Each line on top of those before it."""
    sums: dict[float, float] = {}
    stacked = []
    for one in series:
        for at, value in one.points:
            sums[at] = sums.get(at, 0.0) + value
        stacked.append(Series(one.name, [(at, sums[at]) for at, _ in one.points]))
    return stacked


def _table(series: list[Series], rows: int, unit: str) -> str:
    shown = sorted(enumerate(series), key=lambda one: -one[1].points[-1][1])[:rows]
    cells = "".join(
        f"<tr><td><i style='background:{COLOURS[n % len(COLOURS)]}'></i>{html.escape(one.name)}"
        f"<td class=n>last {_written(one.points[-1][1], unit)}<td class=n>max {_written(max(v for _, v in one.points), unit)}"
        for n, one in shown
    )
    return f"<table>{cells}</table>"


def _written(value: float, unit: str) -> str:
    """A value as Grafana would write it, more or less."""
    if unit == "percentunit":
        return f"{100 * value:.3g}%"
    if unit == "s" and 0 < abs(value) < 1:
        return f"{1000 * value:.3g} ms"
    scale, suffix = next(((s, n) for s, n in ((1e9, " G"), (1e6, " M"), (1e3, " k")) if abs(value) >= s), (1, " "))
    return f"{value / scale:.3g}{suffix}{ {'bytes': 'B', 's': 's', 'ops': '/s'}.get(unit, '') }".strip()


def draw(url: str, folder: Path, *, seconds: float = 900.0) -> list[Path]:
    """Write a page, and a picture where Chromium is, of each dashboard.

    Args:
        url: of the Prometheus to ask.
        folder: where to.
        seconds: how far back.

    Returns:
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, chromium = [], shutil.which("chromium") or shutil.which("google-chrome")
    for path in sorted(FOLDER.glob("*.json")):
        dashboard = json.loads(path.read_text())
        drawn = folder / f"{path.stem}.html"
        drawn.write_text(page(dashboard, Source(url, seconds)))
        written.append(drawn)
        if chromium:
            height = 100 + max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in dashboard["panels"]) * ROW
            written.append(_photograph(chromium, drawn, height))
    return written


def _photograph(chromium: str, drawn: Path, height: int) -> Path:
    picture = drawn.with_suffix(".png")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--screenshot={picture}"]
    subprocess.run(
        [*command, f"--window-size=1424,{height}", drawn.as_uri()], check=True, capture_output=True, timeout=120
    )
    return picture


def main() -> None:
    """Draw and say where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=900.0)
    args = parser.parse_args()
    for path in draw(args.url, args.folder, seconds=args.seconds):
        print(path)


if __name__ == "__main__":
    main()
