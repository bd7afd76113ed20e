"""What changed between two taxonomies, and between two samples, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from service.cli.counts import counted
from service.cli.evaluate_view import plain_table
from service.cli.render import page_console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from service.measures.compare import ChangedArticle, Comparison
    from service.measures.drift import Drift, Profile
    from service.measures.paired import Difference

MOST_EVIDENCE = 6
_VERDICTS = {"steady": "green", "watch": "yellow", "drifted": "red"}


def print_comparison(found: Comparison, names: tuple[str, str], *, most: int) -> None:
    """Print a comparison.

    Args:
        found: what changed.
        names: of the two taxonomies.
        most: how many of the changed articles to show.
    """
    console = page_console()
    console.print(f"A {names[0]}\nB {names[1]}")
    counts = f"{found.better} for better, {found.worse} for worse, {found.even} neither"
    console.print(f"{len(found.changed)} of {counted(found.articles, 'article')} changed: {counts}")
    console.print(_differences("Figures", found.figures))
    console.print(_differences("Topics", found.topics))
    for article in found.changed[:most]:
        console.print(_article(article))
    if len(found.changed) > most:
        console.print(f"\n... and {len(found.changed) - most} more; --changed shows them, --html all")


def _differences(title: str, found: Mapping[str, Difference]) -> Table:
    table = plain_table(title, "figure" if title == "Figures" else "topic (F1)", "A", "B", "change", "interval", "p")
    for name, change in found.items():
        spread = change.change
        style = "green" if spread.low > 0 else "red" if spread.high < 0 else ""
        table.add_row(
            name,
            f"{change.before:.3f}",
            f"{change.after:.3f}",
            Text(f"{spread.value:+.3f}", style=style),
            Text(f"[{spread.low:+.3f} {spread.high:+.3f}]"),
            f"{change.p:.3f}",
        )
    return table


def _article(article: ChangedArticle) -> Text:
    style = "green" if article.worth > 0 else "red" if article.worth < 0 else ""
    page = Text(f"\n{article.id} ({article.language}) ", style="bold")
    page.append(f"{article.worth:+d} ", style=style)
    page.append(article.title, style="not bold")
    for topic in article.topics:
        verdict = "optional" if topic.right is None else "right" if topic.right == topic.now else "wrong"
        quoted = ", ".join(f"“{text}”" for text in topic.evidence[:MOST_EVIDENCE])
        page.append(f"\n  {'+' if topic.now else '-'} {topic.topic} ({verdict}): {quoted}", style="not bold")
    if article.primary:
        was, now = (name or "none" for name in article.primary)
        page.append(f"\n  main topic {was} → {now}; right is {article.wanted or 'none'}", style="not bold")
    return page


def print_drift(found: Drift) -> None:
    """Print how two samples differ."""
    console = page_console()
    console.print(f"{counted(found.before.articles, 'article')} before, {found.after.articles} now")
    console.print(Text(f"Verdict: {found.verdict}", style=f"bold {_VERDICTS[found.verdict]}"))
    for reason in found.reasons:
        console.print(Text(f"  {reason}"))
    table = plain_table("Shares", "share", "before", "now", "change", "p")
    for shift in found.shifts:
        change = Text(f"{shift.after - shift.before:+.1%}", style="bold red" if shift.changed else "")
        table.add_row(
            f"{shift.kind} {shift.name}", f"{shift.before:.1%}", f"{shift.after:.1%}", change, f"{shift.p:.3f}"
        )
    console.print(table)
    console.print(
        f"\nStability index: topics {found.topic_psi:.3f}, languages {found.language_psi:.3f}, "
        f"scores {found.score_psi:.3f}"
        f"\nScores: distance {found.score_distance:.3f}, p {found.score_p:.3f}"
    )


def print_profile(found: Profile) -> None:
    """Print what a sample looks like."""
    console = page_console()
    console.print(f"{counted(found.articles, 'article')}, {found.without / found.articles:.1%} without a topic")
    for title, counts in (("Topics", found.topics), ("Languages", found.languages), ("Taxonomies", found.taxonomies)):
        table = plain_table(title, title.lower(), "articles", "share")
        for name, count in counts.items():
            table.add_row(name, str(count), f"{count / found.articles:.1%}")
        console.print(table)
