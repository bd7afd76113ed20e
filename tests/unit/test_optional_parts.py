"""Captions and removed text travel in the event only when asked for."""

from __future__ import annotations

import json

from service import Pipeline
from service.core.encode import to_event

PAGE = "\n".join([  # noqa: FLY002
    "Ferry line to the islands reopens",
    "The port authority said on Monday that the ferry would sail twice a day from the first week of October.",
    "The new pier at dawn. (Photo: A. Berg) |",
    "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge.",
    "Read more: Bridge closed",
])  # fmt: skip


def event(*include: str) -> dict:
    return to_event(Pipeline(languages=["en"], include=include).enrich(PAGE))


def test_nothing_optional_is_sent_unasked() -> None:
    sent = event()
    assert not {"captions", "removed_text"} & sent.keys()
    assert sent["quality"]["removed"] == {"caption": 1, "related": 1}


def test_captions_are_sent_when_asked_for() -> None:
    assert event("captions")["captions"] == ("The new pier at dawn. (Photo: A. Berg)",)


def test_removed_text_is_sent_when_asked_for() -> None:
    sent = event("removed")
    assert "captions" not in sent
    assert [(piece["kind"], piece["text"]) for piece in sent["removed_text"]] == [
        ("caption", "The new pier at dawn. (Photo: A. Berg) |"),
        ("related", "Read more: Bridge closed"),
    ]
    assert json.dumps(sent)
