"""What `communique train` found, as tables and as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from service.cli.counts import counted
from service.cli.render import page_console

if TYPE_CHECKING:
    from pathlib import Path

    from service.learn.labels import Doubts
    from service.learn.proposals import Term
    from service.learn.train import Trained
    from service.measures.paired import Difference, Spread


def as_data(found: Trained, doubts: Doubts, output: Path | None) -> dict[str, Any]:
    """Everything, for `--json`."""
    choice = found.choice
    return {
        "articles": found.articles,
        "stories": found.stories,
        "topics": found.topics,
        "doubts": doubts.found,
        "kept": choice.pull is None,
        "pull": None if choice.pull is None else choice.pull.name,
        "deciding": found.figure,
        "judged": choice.judged,
        "tried": choice.tried,
        "before": None if choice.before is None else {name: s._asdict() for name, s in choice.before.items()},
        "after": {name: s._asdict() for name, s in choice.after.items()},
        "change": None if choice.change is None else {name: _difference(d) for name, d in choice.change.items()},
        "changes": [
            {
                "topic": change.topic,
                "threshold": change.threshold,
                "weights": change.weights,
                "terms": change.terms,
            }
            for change in found.changes
        ],
        "output": None if output is None else str(output),
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {**asdict(found), "change": found.change._asdict()}


def print_trained(found: Trained, doubts: Doubts, output: Path | None, proposals: int) -> None:
    """Print what was learned.

    Args:
        found: the result.
        doubts: what was doubtful in the labels.
        output: where the taxonomy was written; None: nowhere.
        proposals: phrases shown a topic.
    """
    console = page_console()
    for sentence in doubts.sentences():
        console.print(Text(f"warning: {sentence}", style="yellow"))
    counts = f"{counted(found.articles, 'article')}, {counted(found.stories, 'story', 'stories')}"
    console.print(f"{counts}, {counted(sum(map(bool, found.topics.values())), 'topic')}")
    console.print(_figures(found))
    choice = found.choice
    if choice.pull is None:
        console.print("\nThe taxonomy is kept as it is: nothing learned was clearly better on held-out stories.")
    else:
        console.print(f"\nChosen: {choice.pull.name}. Shown are the heaviest new phrases; the file has all.")
        for change in found.changes:
            _print_change(console, change, proposals)
    if output is not None:
        console.print(f"\nWritten: {output}")


def _figures(found: Trained) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", title="\nOn held-out stories", title_justify="left")
    for name in ("figure", "before", "after", "interval", "change", "interval", "better"):
        table.add_column(name, justify="left" if name == "figure" else "right", no_wrap=True)
    choice = found.choice
    for name, after in choice.after.items():
        before = "" if choice.before is None else f"{choice.before[name].value:.3f}"
        shown = [before, f"{after.value:.3f}", _interval(after)]
        if choice.change is not None:
            change = choice.change[name]
            shown += [f"{change.change.value:+.3f}", _interval(change.change), f"{change.better:.0%}"]
        table.add_row(name, *map(Text, shown))
    return table


def _interval(spread: Spread) -> str:
    return f"[{spread.low:.3f} {spread.high:.3f}]"


def _print_change(console: Any, change: Any, proposals: int) -> None:
    moved = [f"{concept} {before:g} → {after:g}" for concept, (before, after) in change.weights.items()]
    console.print(Text(f"\n{change.topic}", style="bold").append(f"  threshold {change.threshold:g}", style="not bold"))
    if moved:
        console.print(Text(f"  weights: {', '.join(moved[:proposals])}{', ...' if len(moved) > proposals else ''}"))
    for term in change.terms[:proposals]:
        console.print(Text(f"  {_term(term)}"))


def _term(term: Term) -> str:
    support = f"{term.right} of {term.articles}" if term.articles else "by its meaning"
    effect = f", mends {term.mends}, spoils {term.spoils}" if term.mends or term.spoils else ""
    return f"{term.weight:+.2f}  {term.language}  {term.phrase}  ({support}{effect})"
