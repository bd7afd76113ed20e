"""The report of `communique evaluate` as one HTML file that asks nobody for anything: charts, tables, articles."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from service.cli.charts import BarRow, bars, heat, reliability
from service.cli.counts import counted
from service.measures.calibration import MIN_SCORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.measures.calibration import Calibration
    from service.measures.compare import ChangedArticle, ChangedTopic, Comparison
    from service.measures.paired import Difference
    from service.measures.report import Figure, Report, Worst

MOST_CONFUSED = 12
"""Topics on either side of the heat map."""

MOST_TEXT = 1_500
"""Characters of an article that are shown."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6776; --page: #fff; --line: #dfe4ea; --bar: #3b78c4;
  --good: #1b7f4b; --bad: #c23b3b; --fill: #f4f6f9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa6b4; --page: #14181d; --line: #333b45;
  --bar: #6ea3e6; --good: #55c48a; --bad: #ef7b7b; --fill: #1d232a } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 960px;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem } p.soft, .soft { color: var(--soft) }
table { border-collapse: collapse }
td, th { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid var(--line) }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
svg { max-width: 100%; height: auto } svg text { fill: var(--ink); font-size: 12px }
svg .small { font-size: 11px; fill: var(--soft) } svg .mid { text-anchor: middle } svg .end { text-anchor: end }
svg .bar, svg .dot, svg .cell { fill: var(--bar) } svg .bar { fill-opacity: .75 } svg .grid { stroke: var(--line) }
svg .frame { fill: none; stroke: var(--line) } svg .empty { fill: var(--fill) }
svg .whisker { stroke: var(--ink); stroke-width: 1.5 }
svg .before { stroke: var(--bad); stroke-width: 2 } svg .curve { fill: none; stroke: var(--bar); stroke-width: 1.5 }
article { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.4rem 0 }
article h3 { margin: 0; font-size: 1rem }
article p { margin: .3rem 0; white-space: pre-line } .good { color: var(--good) } .bad { color: var(--bad) }
mark { background: none; color: inherit; border-bottom: 2px solid var(--good) }
mark.bad { color: inherit; border-color: var(--bad) }
"""


def report_page(
    report: Report, events: Mapping[str, Mapping[str, Any]], *, title: str, worst: int, comparison: Comparison | None
) -> str:
    """The page.

    Args:
        report: what was found; with two taxonomies of the second.
        events: enriched events by the article's id, for the texts of the worst.
        title: the page's heading.
        worst: how many of the worst articles to show.
        comparison: with two taxonomies what changed.
    """
    parts = [_heading(report, title)]
    if comparison is not None:
        parts += list(_compared(comparison))
    parts += [_section("Figures", _figures(report.figures)), _topics(report, comparison), _languages(report)]
    parts += [*_calibration(report), *_confusion(report)]
    if report.worst[:worst]:
        shown = "".join(_worst(article, events.get(article.id, {})) for article in report.worst[:worst])
        parts.append(_section("Worst articles", shown))
    return _document(title, parts)


def _document(title: str, parts: Iterable[str]) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    body = "".join(parts)
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>\n'


def _section(title: str, inside: str, note: str = "") -> str:
    told = f'<p class="soft">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{told}{inside}</section>\n"


def _heading(report: Report, title: str) -> str:
    missing = f", {len(report.missing)} without an enriched event" if report.missing else ""
    counts = f"{counted(report.articles, 'article')}, {counted(report.stories, 'story', 'stories')}"
    facts = f"{counts}{missing}; intervals hold 95% of bootstrap draws"
    return f'<h1>{escape(title)}</h1><p class="soft">{escape(facts)}</p>'


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are HTML already. All columns but the first are numbers."""

    def cells(row: Sequence[str], tag: str) -> str:
        kinds = ("" if i == 0 else ' class="n"' for i in range(len(row)))
        return "".join(f"<{tag}{kind}>{cell}</{tag}>" for kind, cell in zip(kinds, row, strict=True))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><tr>{cells(header, 'th')}</tr>{body}</table>"


def _figures(figures: Mapping[str, Figure]) -> str:
    rows = ([escape(name), f"{f.value:.3f}", _ends(f.low, f.high)] for name, f in figures.items())
    return _table(("figure", "value", "interval"), rows)


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} – {high:.3f}"


def _compared(found: Comparison) -> Iterable[str]:
    counts = f"{found.better} for better, {found.worse} for worse, {found.even} neither"
    words = f"{len(found.changed)} of {counted(found.articles, 'article')} changed: {counts}"
    rows = [[escape(name), *_difference(change)] for name, change in found.figures.items()]
    header = ("figure", "before", "after", "change", "interval", "p")
    yield _section("What changed", _table(header, rows), words)
    if found.changed:
        yield _section("Changed articles", "".join(map(_changed, found.changed)), "Those that lost come first.")


def _difference(found: Difference) -> list[str]:
    kind = "good" if found.change.low > 0 else "bad" if found.change.high < 0 else "soft"
    change = f'<span class="{kind}">{found.change.value:+.3f}</span>'
    ends = f"{found.change.low:+.3f} – {found.change.high:+.3f}"
    return [f"{found.before:.3f}", f"{found.after:.3f}", change, ends, f"{found.p:.3f}"]


def _changed(article: ChangedArticle) -> str:
    kind = "good" if article.worth > 0 else "bad" if article.worth < 0 else "soft"
    title = f'<h3>{escape(article.title or article.id)} <span class="{kind}">{article.worth:+d}</span></h3>'
    lines = [
        f'<p class="soft">{escape(article.id)}, {escape(article.language)}</p>',
        *map(_changed_topic, article.topics),
    ]
    if article.primary:
        was, now = (name or "none" for name in article.primary)
        lines.append(f"<p>main topic {escape(was)} → {escape(now)}; right is {escape(article.wanted or 'none')}</p>")
    return f"<article>{title}{''.join(lines)}</article>"


def _changed_topic(found: ChangedTopic) -> str:
    kind = "soft" if found.right is None else "good" if found.right == found.now else "bad"
    evidence = ", ".join(f"“{text}”" for text in found.evidence[:6])
    sign = "+" if found.now else "−"
    return f'<p class="{kind}">{sign} {escape(found.topic)} <span class="soft">{escape(evidence)}</span></p>'


def _topics(report: Report, comparison: Comparison | None) -> str:
    rows = []
    for name, found in report.topics.items():
        before = comparison.topics[name].before if comparison is not None and name in comparison.topics else None
        note = f"{found.f1.value:.2f}   {found.right} right, {found.wrong} wrong, {found.missed} missed"
        rows.append(BarRow(name, found.f1.value, found.f1.low, found.f1.high, before, note))
    note = "F1 of each topic with its interval" + ("; the red tick is what it was before" if comparison else "")
    return _section("Topics", bars(rows, title="F1 by topic"), note)


def _languages(report: Report) -> str:
    rows = [
        BarRow(name, found.topics_micro_f1, note=f"{found.topics_micro_f1:.2f}   {counted(found.articles, 'article')}")
        for name, found in report.languages.items()
    ]
    return _section("Languages", bars(rows, title="micro-F1 of topics by language"), "Micro-F1 of topics")


def _calibration(report: Report) -> Iterable[str]:
    if report.calibration is None or report.calibration_refitted is None:
        return
    rows = [
        [name, str(found.pairs), f"{found.ece:.3f}", f"{found.brier:.3f}", f"{found.gain:.0%}"]
        for name, found in _calibrations(report.calibration, report.calibration_refitted)
    ]
    curve = reliability(report.calibration.bins, title="share right by score")
    table = _table(("", "pairs", "ECE", "Brier", "gain"), rows)
    yield _section("Calibration", curve + table, f"Article-topic pairs with a score of at least {MIN_SCORE}")


def _calibrations(now: Calibration, refitted: Calibration) -> Iterable[tuple[str, Calibration]]:
    return (("as it is", now), ("refitted, cross-validated", refitted))


def _confusion(report: Report) -> Iterable[str]:
    if not report.confusion:
        return
    cells = {(entry.missed, entry.given): entry.articles for entry in report.confusion}
    rows = list(dict.fromkeys(entry.missed for entry in report.confusion))[:MOST_CONFUSED]
    columns = list(dict.fromkeys(entry.given for entry in report.confusion))[:MOST_CONFUSED]
    chart = heat(cells, rows=rows, columns=columns, title="missed topics against those wrongly given")
    yield _section("Confusion", chart, "Rows were missed, columns given wrongly in the same article; - is none.")


def _worst(article: Worst, event: Mapping[str, Any]) -> str:
    title = _marked(article.title or article.id, event, article, in_title=True)
    lines = [f'<p class="soft">{escape(article.id)}, {escape(article.language)}</p>']
    if article.primary:
        lines.append(
            f"<p>main topic {escape(str(article.primary[0]))}, given {escape(article.primary[1] or 'none')}</p>"
        )
    for topic, score in article.missed.items():
        lines.append(f'<p class="bad">missed {escape(topic)}{"" if score is None else f", score {score:.2f}"}</p>')
    for topic, (score, evidence) in article.wrong.items():
        quoted = ", ".join(f"“{text}”" for text in evidence[:6])
        lines.append(f'<p class="bad">wrong {escape(topic)}, score {score:.2f}: {escape(quoted)}</p>')
    text = str(event.get("text") or "")
    if text:
        lines.append(
            f"<p>{_marked(text[:MOST_TEXT], event, article, in_title=False)}{' …' * (len(text) > MOST_TEXT)}</p>"
        )
    return f"<article><h3>{title}</h3>{''.join(lines)}</article>"


def _marked(text: str, event: Mapping[str, Any], article: Worst, *, in_title: bool) -> str:
    """The text with all evidence underlined, that of topics wrongly given in another colour."""
    spans = sorted(
        (piece["start"], piece["end"], topic["id"] in article.wrong)
        for topic in event.get("topics") or ()
        for piece in topic.get("evidence") or ()
        if (piece.get("in") == "title") == in_title and piece["end"] <= len(text)
    )
    found, at = "", 0
    for start, end, wrong in spans:
        if start >= at:
            kind = ' class="bad"' if wrong else ""
            found += f"{escape(text[at:start])}<mark{kind}>{escape(text[start:end])}</mark>"
            at = end
    return found + escape(text[at:])
