"""Enriched articles and their topics for people: pages on a terminal, evidence marked in the text."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from service.cli.console import Console

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
MOST_PHRASES = 4
MOST_COLUMNS = 100
"""Pages are no wider, so that lines of text stay readable."""
_UNSPACED = {"zh", "ja"}  # there the event's `words` are characters


def page_console() -> Console:
    """A console for pages: as wide as the terminal, at most MOST_COLUMNS; so wide where there is no terminal."""
    console = Console()
    width = min(MOST_COLUMNS, console.width) if console.is_terminal else MOST_COLUMNS
    return Console(width=width)


def print_article(event: dict[str, Any]) -> None:
    """Print an enriched event as a page: title, facts, topics with their evidence, the text with evidence marked."""
    console = page_console()
    console.print(article_page(event, brackets=not console.is_terminal))


def article_page(event: dict[str, Any], *, brackets: bool = False) -> RenderableType:
    """The page of `print_article`.

    Args:
        event: an enriched-article v1 event.
        brackets: mark evidence with brackets too, for where colour and underline do not arrive.
    """
    topics = event.get("topics", [])
    title = marked(event.get("title") or "(no title)", topics, in_title=True, brackets=brackets)
    title.stylize("bold")
    text = Padding(marked(event["text"], topics, in_title=False, brackets=brackets), (1, 0, 0, 0))
    name = Text(event["id"], style="dim", overflow="ellipsis", no_wrap=True)
    parts = Group(title, _facts(event), Padding(_topic_table(event), (1, 0, 0, 0)), text)
    return Panel(parts, title=name, title_align="left", border_style="dim")


def _facts(event: dict[str, Any]) -> Text:
    quality = event.get("quality", {})
    removed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in quality.get("removed", {}).items())
    unit = "characters" if event["language"] in _UNSPACED else "words"
    facts = [
        (event.get("source") or {}).get("name"),
        _date(event.get("published_at")),
        ", ".join(event.get("authors", [])),
        f"language {event['language']} ({event['language_confidence']:.0%})",
        f"{quality.get('words', 0)} {unit}",
        f"removed {removed}" if removed else None,
        ", ".join(quality.get("warnings", [])),
    ]
    return Text(" · ".join(fact for fact in facts if fact), style="dim")


def _date(published: str | None) -> str | None:
    """`2025-03-01T08:00:00Z` as `2025-03-01 08:00`."""
    return published and published.replace("T", " ")[:16]


def _topic_table(event: dict[str, Any]) -> RenderableType:
    topics = event.get("topics", [])
    if not topics:
        return Text("off-topic: no topic reached its threshold", style="italic")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(width=1)
    table.add_column(max_width=40)
    table.add_column(width=4)
    table.add_column(ratio=1)
    for place, topic in enumerate(topics):
        main = topic["id"] == event.get("primary_topic")
        table.add_row(
            Text("■", style=colour(place)),
            Text(topic["label"], style="bold" if main else ""),
            f"{topic['score']:.2f}",
            Text(phrases_of(topic), style=colour(place)),
        )
    return table


def colour(place: int) -> str:
    """The colour of an article's topic number `place`."""
    return _COLOURS[place % len(_COLOURS)]


def phrases_of(topic: dict[str, Any], most: int = MOST_PHRASES) -> str:
    """The stretches of text that made a topic, the first `most` different ones, in quotation marks."""
    found: dict[str, str] = {}
    for piece in topic.get("evidence", []):
        found.setdefault(piece["text"].casefold(), piece["text"])
    return ", ".join(f"“{text}”" for text in list(found.values())[:most])


def marked(text: str, topics: list[dict[str, Any]], *, in_title: bool, brackets: bool = False) -> Text:
    """The text with each topic's evidence underlined in the topic's colour; with `brackets` also within ⟦ ⟧."""
    page = Text(text)
    spans = []
    for place, topic in enumerate(topics):
        for piece in topic.get("evidence", []):
            if (piece.get("in") == "title") == in_title:
                page.stylize(f"{colour(place)} underline", piece["start"], piece["end"])
                spans.append((piece["start"], piece["end"]))
    return _bracketed(page, spans) if brackets else page


def _bracketed(page: Text, spans: list[tuple[int, int]]) -> Text:
    """Put brackets around stretches; those that overlap or touch share a pair."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    pieces = page.divide(offset for span in merged for offset in span)
    whole = Text()
    for place, piece in enumerate(pieces):
        whole.append_text(Text("⟦") + piece + Text("⟧") if place % 2 else piece)
    return whole


def topics_line(event: dict[str, Any]) -> str:
    """The topics of an event in one line, each with up to two phrases that made it; `off-topic` without any."""
    topics = event.get("topics", [])
    return "; ".join(f"{topic['label']} ({phrases_of(topic, 2)})" for topic in topics) or "off-topic"
