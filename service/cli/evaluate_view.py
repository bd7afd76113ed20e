"""The report of `communique evaluate` as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from service.cli.counts import counted
from service.cli.render import page_console
from service.measures.calibration import MIN_SCORE
from service.measures.tallies import TOPIC_FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.cli.console import Console
    from service.measures.calibration import Calibration
    from service.measures.report import Figure, Report, Worst
    from service.measures.topics import Confusion

LOWER_IS_BETTER = frozenset({"leak", "leak_shingles", "invented_title", "invented_date"})
MOST_CONFUSIONS = 8
MOST_EVIDENCE = 6

_TEXT = ("text_f1", "text_precision", "text_recall", "kept", "intact", "repairs", "leak", "leak_shingles")
_FACTS = ("title", "invented_title", "date", "invented_date", "language")
_TOPICS = (*TOPIC_FIGURES, "primary", "off_topic")


def print_report(report: Report, *, worst: int, scored_all: bool) -> None:
    """Print a report.

    Args:
        report: what was found.
        worst: how many of the worst articles to show.
        scored_all: whether scores below the thresholds are known, which calibration wants.
    """
    console = page_console()
    counts = f"{counted(report.articles, 'article')}, {counted(report.stories, 'story', 'stories')}"
    console.print(f"{counts}; 95% intervals in brackets")
    if report.missing:
        names = ", ".join(report.missing[:5]) + (", ..." if len(report.missing) > 5 else "")
        console.print(f"{len(report.missing)} without an enriched event, counted as empty: {names}", style="red")
    console.print(_figures(report))
    console.print(_topics(report))
    console.print(_languages(report))
    for title, found in (("Missed / wrongly given", report.confusion), ("Main topic", report.primary_confusion)):
        if found:
            console.print(_confusion(title, found))
    _print_calibration(console, report, scored_all=scored_all)
    for article in report.worst[:worst]:
        console.print(_worst(article))


def plain_table(title: str, first: str, *columns: str) -> Table:
    """A table without lines: words in its first column, numbers in the others."""
    table = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        title=f"\n{title}",
        title_justify="left",
        title_style="bold italic",
    )
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _interval(figure: Figure) -> str:
    return "" if figure.low is None else f"[{figure.low:.3f} {figure.high:.3f}]"


def _figures(report: Report) -> Table:
    table = plain_table("Figures", "figure", "value", "interval")
    for group in (_TEXT, _FACTS, _TOPICS):
        for name in group:
            if name in report.figures:
                figure = report.figures[name]
                low = " (low is good)" if name in LOWER_IS_BETTER else ""
                table.add_row(f"{name}{low}", f"{figure.value:.3f}", Text(_interval(figure)))
        table.add_section()
    return table


def _topics(report: Report) -> Table:
    table = plain_table("Topics", "topic", "articles", "F1", "interval", "precision", "recall", "wrong", "missed")
    for name, found in report.topics.items():
        counts = map(str, (found.wrong, found.missed))
        f1, ends = f"{found.f1.value:.3f}", Text(_interval(found.f1))
        table.add_row(name, str(found.articles), f1, ends, f"{found.precision:.3f}", f"{found.recall:.3f}", *counts)
    return table


def _languages(report: Report) -> Table:
    names = ("text_f1", "language", "primary", "off_topic")
    table = plain_table("Languages", "language", "articles", "topics micro-F1", *names[:1], "right", *names[2:])
    for language, found in report.languages.items():
        values = (f"{found.figures[name]:.3f}" if name in found.figures else "" for name in names)
        table.add_row(language, str(found.articles), f"{found.topics_micro_f1:.3f}", *values)
    return table


def _confusion(title: str, found: Iterable[Confusion]) -> Table:
    table = plain_table(title, "should be", "articles")
    table.add_column("given instead")
    for confusion in list(found)[:MOST_CONFUSIONS]:
        table.add_row(confusion.missed, str(confusion.articles), confusion.given)
    return table


def _print_calibration(console: Console, report: Report, *, scored_all: bool) -> None:
    if report.calibration is None or report.calibration_refitted is None:
        return
    table = plain_table(
        "Calibration", f"pairs from score {MIN_SCORE}", "pairs", "right", "ECE", "Brier", "base rate", "gain"
    )
    for name, found in (("as it is", report.calibration), ("refitted, cross-validated", report.calibration_refitted)):
        table.add_row(name, *_calibration(found))
    console.print(table)
    if not scored_all:
        console.print("Events carry only topics that were given: run the pipeline here for all scores.", style="dim")
    bins = plain_table("Scores against truth", "pairs", "mean score", "share right")
    for entry in report.calibration.bins:
        bins.add_row(str(entry.pairs), f"{entry.score:.3f}", f"{entry.right:.3f}")
    console.print(bins)


def _calibration(found: Calibration) -> Iterable[str]:
    yield from (str(found.pairs), str(found.right))
    yield from (f"{value:.3f}" for value in (found.ece, found.brier, found.base_brier))
    yield f"{found.gain:.0%}"


def _worst(article: Worst) -> Text:
    """An article with its errors, a line each."""
    page = Text(f"\n{article.id} ({article.language}) ", style="bold")
    page.append(article.title)
    if article.text_f1 is not None:
        page.append(f"\n  text F1 {article.text_f1:.2f}", style="dim")
    if article.primary:
        page.append(f"\n  main topic {article.primary[0]}, given {article.primary[1] or 'none'}")
    for topic, score in article.missed.items():
        page.append(f"\n  missed {topic}, score {'unknown or 0' if score is None else format(score, '.2f')}")
    for topic, (value, evidence) in article.wrong.items():
        quoted = ", ".join(f"“{text}”" for text in evidence[:MOST_EVIDENCE])
        page.append(f"\n  wrong {topic}, score {value:.2f}: {quoted}")
    return page
