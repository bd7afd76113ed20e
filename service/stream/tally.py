"""What a processor counts of its work, here or in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from service.models import Findings


class Tally(Protocol):
    """Is told what was done with an article; `Metrics` is one."""

    def observe_stage(self, stage: str, seconds: float) -> None:
        """One article spent `seconds` in `stage`."""

    def count_article(self, findings: Findings) -> None:
        """One article was enriched."""


@dataclass(slots=True)
class Notes:
    """A tally that keeps what it is told, for another one to be told it elsewhere."""

    stages: list[tuple[str, float]] = field(default_factory=list)
    articles: list[Findings] = field(default_factory=list)

    def observe_stage(self, stage: str, seconds: float) -> None:
        """See Tally."""
        self.stages.append((stage, seconds))

    def count_article(self, findings: Findings) -> None:
        """See Tally."""
        self.articles.append(findings)

    def take(self) -> Notes:
        """What was told since the last call."""
        taken = Notes(self.stages, self.articles)
        self.stages, self.articles = [], []
        return taken

    def tell(self, tally: Tally) -> None:
        """Tell it all to another tally."""
        for stage, seconds in self.stages:
            tally.observe_stage(stage, seconds)
        for findings in self.articles:
            tally.count_article(findings)
