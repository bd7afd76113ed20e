"""Two samples of unlabelled enriched events: counted, compared, told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import typer

from service.cli.compare_view import print_drift, print_profile
from service.cli.counts import counted
from service.cli.evaluate_data import iterate_events
from service.errors import InputError
from service.measures.drift import LEAST_ARTICLES, SCORE_BINS, Profile, compare, profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_PROFILE = 10_000_000
"""Bytes of the largest profile taken: thousands of topics."""


def show_drift(sample: Path, against: Path | None, *, as_json: bool) -> None:
    """Print a sample's profile, or how it differs from another.

    Args:
        sample: JSONL of enriched events.
        against: the same, or a profile as JSON; None: only the sample's profile.
        as_json: for programs.

    Raises:
        InputError: a file cannot be read, holds something else, or no event; or too few to compare.
    """
    now = _profile_of(sample)
    found: Any = (
        now if against is None else compare(_comparable(_profile_of(against), against), _comparable(now, sample))
    )
    if as_json:
        typer.echo(orjson.dumps(found).decode())
    elif against is None:
        print_profile(found)
    else:
        print_drift(found)


def _comparable(found: Profile, path: Path) -> Profile:
    if found.articles < LEAST_ARTICLES:
        raise InputError(
            f"{path}: {counted(found.articles, 'article')}; a drift is told from at least {LEAST_ARTICLES}, "
            "better from some hundreds of each time"
        )
    return found


def _profile_of(path: Path) -> Profile:
    stored = _stored(path)
    found = stored if stored is not None else profile(_enriched(path))
    if not found.articles:
        raise InputError(f"{path}: holds no enriched event; write what `communique enrich` gives, one a line")
    return found


def _enriched(path: Path) -> Iterator[dict[str, Any]]:
    """Enriched events; articles that nothing has classified would all count as off-topic, in no language."""
    for event in iterate_events(path):
        if "topics" not in event or "language" not in event:
            mend = "give enriched events, as `communique enrich` writes them"
            raise InputError(f"{path}: `{event['id']}` has no `topics` and `language`; {mend}")
        yield event


def _stored(path: Path) -> Profile | None:
    """The profile that a file holds, or a comparison's second one; None when it holds events."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PROFILE)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; give a file that can be read") from None
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    values = values.get("after", values) if isinstance(values, dict) else {}
    if "articles" not in values:
        return None
    try:
        found = Profile(**values)
        sound = len(found.scores) == SCORE_BINS and sum(found.topics.values()) >= 0 and found.without <= found.articles
    except (TypeError, AttributeError):
        sound = False
    if not sound:
        raise InputError(
            f"{path}: no profile of this version; make it anew with `communique evaluate EVENTS --profile --json`"
        )
    return found
