"""What a processor counts of its work, here or in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Tally(Protocol):
    """Is told what was done with an article; `Metrics` is one."""

    def observe_stage(self, stage: str, seconds: float) -> None:
        """One article spent `seconds` in `stage`."""

    def count_article(
        self,
        topics: Sequence[str],
        language: str,
        removed: Mapping[str, int],
        warnings: Iterable[str],
        repaired: Mapping[str, int],
    ) -> None:
        """One article was enriched: its topics by their ids, its language, what was removed by kind, its warnings,
        and what was mended by kind.
        """


@dataclass(slots=True)
class Notes:
    """A tally that keeps what it is told, for another one to be told it elsewhere."""

    stages: list[tuple[str, float]] = field(default_factory=list)
    articles: list[tuple[tuple[str, ...], str, dict[str, int], tuple[str, ...], dict[str, int]]] = field(
        default_factory=list
    )

    def observe_stage(self, stage: str, seconds: float) -> None:
        """See Tally."""
        self.stages.append((stage, seconds))

    def count_article(
        self,
        topics: Sequence[str],
        language: str,
        removed: Mapping[str, int],
        warnings: Iterable[str],
        repaired: Mapping[str, int],
    ) -> None:
        """See Tally."""
        self.articles.append((tuple(topics), language, dict(removed), tuple(warnings), dict(repaired)))

    def take(self) -> Notes:
        """What was told since the last call."""
        taken = Notes(self.stages, self.articles)
        self.stages, self.articles = [], []
        return taken

    def tell(self, tally: Tally) -> None:
        """Tell it all to another tally."""
        for stage, seconds in self.stages:
            tally.observe_stage(stage, seconds)
        for article in self.articles:
            tally.count_article(*article)
