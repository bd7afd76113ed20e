"""Enriched articles and their topics for people: pages on a terminal, evidence marked in the text."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
MOST_PHRASES = 4


def print_article(event: dict[str, Any], console: Console | None = None) -> None:
    """Print an enriched event as a page: title, facts, topics with their evidence, the text with evidence marked."""
    (console or Console()).print(article_page(event))


def article_page(event: dict[str, Any]) -> RenderableType:
    """The page of `print_article`."""
    topics = event.get("topics", [])
    colours = {topic["id"]: _COLOURS[i % len(_COLOURS)] for i, topic in enumerate(topics)}
    title = marked(event.get("title") or "(no title)", topics, colours, in_title=True)
    title.stylize("bold")
    text = Padding(marked(event["text"], topics, colours, in_title=False), (1, 0, 0, 0))
    return Panel(Group(_facts(event), _topic_table(topics, colours), text), title=title, title_align="left", width=100)


def _facts(event: dict[str, Any]) -> Text:
    quality = event.get("quality", {})
    removed = ", ".join(f"{count} {kind}" for kind, count in quality.get("removed", {}).items())
    facts = [
        (event.get("source") or {}).get("name"),
        event.get("published_at"),
        ", ".join(event.get("authors", [])),
        f"language {event['language']} ({event['language_confidence']:.0%})",
        f"{quality.get('words', 0)} words",
        f"removed: {removed}" if removed else None,
    ]
    return Text(" · ".join(fact for fact in facts if fact), style="dim")


def _topic_table(topics: list[dict[str, Any]], colours: dict[str, str]) -> RenderableType:
    if not topics:
        return Text("off-topic: no topic reached its threshold", style="italic")
    table = Table(box=None, show_header=False, pad_edge=False)
    for topic in topics:
        table.add_row(
            Text(f"■ {topic['label']}", style=colours[topic["id"]]),
            f"{topic['score']:.2f}",
            Text(phrases_of(topic), style="dim"),
        )
    return Padding(table, (1, 0, 0, 0))


def phrases_of(topic: dict[str, Any], most: int = MOST_PHRASES) -> str:
    """The stretches of text that made a topic, the first `most` different ones, in quotation marks."""
    found = dict.fromkeys(piece["text"] for piece in topic.get("evidence", []))
    return ", ".join(f"“{text}”" for text in list(found)[:most])


def marked(text: str, topics: list[dict[str, Any]], colours: dict[str, str], *, in_title: bool) -> Text:
    """The text with each topic's evidence in the topic's colour."""
    page = Text(text)
    for topic in topics:
        for piece in topic.get("evidence", []):
            if (piece.get("in") == "title") == in_title:
                page.stylize(f"{colours[topic['id']]} underline", piece["start"], piece["end"])
    return page


def topics_line(event: dict[str, Any]) -> str:
    """The topics of an event in one line, each with the phrases that made it; `off-topic` when there are none."""
    topics = event.get("topics", [])
    return "; ".join(f"{topic['label']} ({phrases_of(topic, 2)})" for topic in topics) or "off-topic"
