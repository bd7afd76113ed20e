"""docs/benchmarks.md, its picture and the sizes in docs/operations.md, from the results in `benchmarks/results`.

    python -m benchmarks.page

A benchmark run with `--json benchmarks/results/NAME.json` leaves its result there; on the page the lines between
`<!-- NAME -->` and `<!-- /NAME -->` are made of it, and a test holds both together. All else on the page is written by
hand, so that a figure never stands without its words.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results"
PAGE = ROOT / "docs/benchmarks.md"
SIZING = ROOT / "docs/operations.md"
PICTURE = ROOT / "docs/images/transport.svg"


def page(text: str, results: dict[str, Any]) -> str:
    """The page with its marked parts made anew; a part without a result is left as it is."""
    parts = {name: RENDER[name](result) for name, result in results.items()} | {"summary": summary(results)}
    if {"transport", "whole"} <= results.keys():
        parts["sizing"] = sizing(results)
    for name, part in parts.items():
        made = f"<!-- {name} -->\n{part}\n<!-- /{name} -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, made=made: made, text, flags=re.DOTALL)
    return text


def read_results() -> dict[str, Any]:
    """The results that are there, by name."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(RESULTS.glob("*.json"))}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table whose first column is words and whose others are numbers."""
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def where(machine: dict[str, Any]) -> str:
    """A line that says where the figures come from."""
    said = "{date}: {cores} cores, load {load:.1f}, Python {python}, Apache Kafka {kafka}".format(**machine)
    speed = machine.get("loop_ms")  # results of before 2026-11-30 have none
    return said if speed is None else f"{said}; a million additions in Python take {speed:.0f} ms"


def figures(rows: Iterable[dict[str, Any]]) -> str:
    """Figures beside their bounds; one that misses its bound stands out."""
    told = [(row["what"], row["wanted"], _told(row)) for row in rows]
    return table(("figure", "wanted", "measured"), told)


def _told(row: dict[str, Any]) -> str:
    measured = f"{row['measured']:,.0f}" if abs(row["measured"]) >= 100 else f"{row['measured']:.2f}"
    return f"**{measured}: missed**" if row["missed"] else measured


def transport(result: dict[str, Any]) -> str:
    """Peers, and ratios with their bounds."""
    peers = [
        (
            row["what"],
            f"{row['per_second']:,.0f}",
            f"{row['cpu_seconds_per_1000']:.4f}",
            f"{row['busy']:.2f}",
            f"{row['broker_busy']:.2f}",
            f"{row['rss_mb']:.0f}",
        )
        for row in result["peers"].values()
    ]
    head = ("peer", "records/s", "CPU s per 1,000", "busy", "broker busy", "RSS MB")
    return f"{where(result['machine'])}\n\n{table(head, peers)}\n\n{figures(result['figures'])}"


def faults(result: dict[str, Any]) -> str:
    """What each peer lost and repeated."""
    names = ("runs", "checked", "missing", "repeats", "exits")
    rows = [(row["peer"], row["fault"], *(f"{row[name]:,.0f}" for name in names)) for row in result["rows"]]
    head = ("peer", "fault", *names)
    return f"{where(result['machine'])}\n\n{table(head, rows)}\n\n{figures(result['figures'])}"


def whole(result: dict[str, Any]) -> str:
    """The whole job, a pair of tables for each kind of article."""
    return "\n\n".join(f"*{what}*: {transport(part)}" for what, part in result.items())


def latency(result: dict[str, Any]) -> str:
    """Quantiles by rate."""
    rows = [
        (
            f"{row['rate']:,}",
            f"{row['articles']:,}",
            f"{row['out']:,.0f}",
            *(f"{row[name]:,.1f}" for name in ("p50", "p99", "p999", "most")),
        )
        for row in result["rates"]
    ]
    head = ("articles/s due", "articles", "out/s", "p50, ms", "p99, ms", "p999, ms", "most, ms")
    return f"{where(result['machine'])}\n\n{table(head, rows)}\n\n{figures(result['figures'])}"


def stages(result: dict[str, Any]) -> str:
    """Stages beside libraries."""
    rows = []
    for row in result["stages"]:
        times = dict(row["ms"])
        ours = times.pop("ours")
        beside = ", ".join(f"{name} {ms:.3f} ({ms / ours:.1f}x)" for name, ms in times.items())
        rows.append((row["stage"], f"{ours:.3f}", beside or "-"))
    return f"{where(result['machine'])}\n\n{table(('stage', 'ours, ms', 'beside it, ms'), rows)}"


COLUMNS = {
    "workers": {"workers": "{:.0f}", "rate": "{:,.0f}", "cpu": "{:.3f}", "busy": "{:.2f}", "idle": "{:.2f}"},
    "partitions": {"partitions": "{:.0f}", "rate": "{:,.0f}", "cpu": "{:.3f}", "busy": "{:.2f}"},
    "batches": {"records a batch": "{:.0f}", "rate": "{:,.0f}", "cpu": "{:.4f}", "busy": "{:.2f}"},
    "size": {"bytes": "{:,}", "ms": "{:.2f}", "us a KB": "{:.0f}", "ended": "{}"},
    "phrases": {"phrases": "{:,}", "us": "{:.0f}"},
}
"""What the tables of `scale` show, and how."""
SAID = {"rate": "articles/s", "cpu": "CPU s per 1,000", "us": "µs", "us a KB": "µs a KB"}


def scale(result: dict[str, Any]) -> str:
    """How cost grows."""
    parts = [where(result["machine"])]
    for what, columns in COLUMNS.items():
        if what in result:
            rows = [[form.format(row[name]) for name, form in columns.items()] for row in result[what]]
            parts += [table((SAID.get(name, name) for name in columns), rows), *_slope(result, what)]
    return "\n\n".join((*parts, figures(result["figures"])) if "figures" in result else parts)


def _slope(result: dict[str, Any], what: str) -> list[str]:
    return [result["slopes"][what]] if what in result["slopes"] else []


def start(result: dict[str, Any]) -> str:
    """Waiting or memory, beside the bounds."""
    return f"{where(result['machine'])}\n\n{figures(result['figures'])}"


def model(result: dict[str, Any]) -> str:
    """What so many workers would do."""
    rows = [
        (
            row["kind"],
            f"{row['workers']}",
            f"{row['per_second']:,.0f}",
            f"{row['broker_cores']:.1f}",
            f"{row['network_mb']:,.0f}",
            row["bound_by"],
        )
        for row in result["rows"]
    ]
    return table(("articles", "workers", "articles/s", "broker cores", "network, MB/s", "bound by"), rows)


def summary(results: dict[str, Any]) -> str:
    """Every figure that has a bound, from all results, with the benchmark that it is from."""
    rows = [
        (row["what"], row["wanted"], _told(row), f"`{name}`, {day}")
        for name, day, row in _all_figures(results)
        if row["wanted"] != "-"
    ]
    return table(("figure", "wanted", "measured", "from"), rows)


SIZES = (
    ("transport alone, acknowledged and committed", "transport", None),
    ("flattened text of 5 KB", "whole", "flattened"),
    ("HTML page of 80 KB, with title, date, authors", "whole", "html"),
)


def sizing(results: dict[str, Any]) -> str:
    """What one core does, for who plans how many there should be."""
    rows = []
    for what, name, part in SIZES:
        ours = (results[name][part] if part else results[name])["peers"]["communique"]
        ms = ours["cpu_seconds_per_1000"]
        rows.append((what, f"{ms:.2f} ms", f"{1000 / ms:,.0f}"))
    return table(("article", "CPU", "articles/s of a core"), rows)


def _all_figures(results: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in (name for name in RENDER if name in results):
        result = results[name]
        for part, of in result.items() if name == "whole" else ((name, result),):
            for row in of.get("figures", ()):
                said = row if part == name else {**row, "what": f"{part}: {row['what']}"}
                yield name, of["machine"]["date"], said


RENDER: dict[str, Callable[[dict[str, Any]], str]] = {
    "transport": transport,
    "faults": faults,
    "whole": whole,
    "latency": latency,
    "stages": stages,
    "scale": scale,
    "model": model,
    "start": start,
    "memory": start,
}


def picture(result: dict[str, Any]) -> str:
    """Rates of the transport benchmark as bars, ours dark; an SVG document."""
    peers = sorted(result["peers"].items(), key=lambda item: -item[1]["per_second"])
    most, height = peers[0][1]["per_second"], 26 * len(peers) + 40
    bars = []
    for place, (name, row) in enumerate(peers):
        y, width = 34 + 26 * place, 360 * row["per_second"] / most
        colour = "#1f4e79" if name.startswith("communique") else "#a9bdd1"
        bars.append(
            f'<text x="372" y="{y + 14}" text-anchor="end">{escape(row["what"])}</text>'
            f'<rect x="380" y="{y}" width="{width:.0f}" height="19" fill="{colour}"/>'
            f'<text x="{386 + width:.0f}" y="{y + 14}">{row["per_second"]:,.0f}</text>'
        )
    head = '<text x="380" y="20" font-weight="bold">records a second, 5 KB, acks=all, committed</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 {height}" font-family="sans-serif" font-size="12">'
        f'<rect width="820" height="{height}" fill="#fff"/>{head}\n' + "\n".join(bars) + "\n</svg>\n"
    )


def main() -> None:
    """Write the page and the picture."""
    results = read_results()
    for file in (PAGE, SIZING):
        file.write_text(page(file.read_text("utf-8"), results), "utf-8")
    if "transport" in results:
        PICTURE.write_text(picture(results["transport"]), "utf-8")
    print(f"{PAGE.name}: {', '.join(results) or 'no results yet'}")


if __name__ == "__main__":
    main()
