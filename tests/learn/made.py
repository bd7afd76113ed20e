"""Labelled articles for tests: made of words that belong to a topic and words that belong to none."""

from __future__ import annotations

import random

from service.learn.labels import Labelled

WORDS = {
    "rail": ["train", "station", "locomotive", "carriage", "conductor", "timetable", "platform", "signal"],
    "sea": ["harbour", "vessel", "captain", "cargo", "anchor", "deck", "sailor", "tide"],
    "sky": ["aircraft", "runway", "pilot", "cabin", "takeoff", "airline", "hangar", "turbulence"],
}
FILLER = [
    "the",
    "of",
    "and",
    "people",
    "said",
    "yesterday",
    "week",
    "many",
    "report",
    "city",
    "plan",
    "about",
    "after",
    "before",
    "under",
    "another",
]


def article(
    number: int, text: str, *topics: str, title: str = "", language: str = "en", story: str | None = None
) -> Labelled:
    return Labelled(
        id=str(number), title=title, text=text, language=language, topics=frozenset(topics), optional=frozenset(),
        story=story or str(number), line=number + 1, clean=True,
    )  # fmt: skip


def corpus(each: int = 12, *, seed: int = 0, words: int = 4) -> list[Labelled]:
    """As many articles of every topic, and as many of none."""
    draw = random.Random(seed)
    found = []
    for topic in [*WORDS, None] * each:
        chosen = draw.sample(FILLER, 8) + (draw.sample(WORDS[topic], words) if topic else draw.sample(FILLER, words))
        draw.shuffle(chosen)
        text = " ".join(chosen) + f" number {draw.randrange(10**9)}."
        found.append(article(len(found), text, *([topic] if topic else [])))
    return found
