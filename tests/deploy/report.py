"""What a long check found: each finding on a line as soon as it is known, and all of them in a table at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.deploy.tools import ToolError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: in words.
        bound: what it had to be.
        measured: what it was.
        held: whether the bound was met.
    """

    what: str
    bound: str
    measured: str
    held: bool


@dataclass(slots=True)
class Report:
    """Findings in their order.

    Attributes:
        title: of the table.
        findings: so far.
    """

    title: str
    findings: list[Finding] = field(default_factory=list)
    console: Console = field(default_factory=lambda: Console(highlight=False))
    started: float = field(default_factory=time.monotonic)

    def expect(self, what: str, bound: str, measured: object, held: object) -> None:
        """Note a finding and show it."""
        finding = Finding(what, bound, str(measured), bool(held))
        self.findings.append(finding)
        mark = "[green]ok[/]" if finding.held else "[red]FAILED[/]"
        self.console.print(
            f"{time.monotonic() - self.started:5.0f} s  {mark}  {what}: {finding.measured} (wanted: {bound})"
        )

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A step of the check; an error in it is a finding, and the check goes on."""
        self.console.print(f"{time.monotonic() - self.started:5.0f} s  [dim]{what} ...[/]")
        try:
            yield
        except (ToolError, AssertionError, OSError, ValueError, KeyError, TimeoutError) as error:
            self.expect(what, "no error", f"{type(error).__name__}: {error}", held=False)

    def close(self, to: Path | None = None) -> int:
        """Show the table, write the findings to a JSON file if one is named; the exit status."""
        table = Table("what", "bound", "measured", "", title=self.title)
        for finding in self.findings:
            table.add_row(finding.what, finding.bound, finding.measured, "ok" if finding.held else "FAILED")
        self.console.print(table)
        if to is not None:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(json.dumps([asdict(one) for one in self.findings], indent=1) + "\n", "utf-8")
        failed = sum(not one.held for one in self.findings)
        self.console.print(f"{len(self.findings) - failed} passed, {failed} failed")
        return 1 if failed or not self.findings else 0
