"""What a long check found: each finding on a line as soon as it is known, and all of them in a table at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.deploy.tools import ToolError
from tests.kafka.errors import KafkaTestError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: in words.
        bound: what it had to be.
        measured: what it was.
        held: whether the bound was met.
        step: the part of the check that looked.
        seconds: from the step's start to the finding.
    """

    what: str
    bound: str
    measured: str
    held: bool
    step: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Report:
    """Findings in their order.

    Attributes:
        title: of the table.
        to: JSON file of the findings, written anew with each; None: none.
        of: what was looked at, written there too.
        findings: so far.
    """

    title: str
    to: Path | None = None
    of: str = ""
    findings: list[Finding] = field(default_factory=list)
    console: Console = field(default_factory=lambda: Console(highlight=False))
    started: float = field(default_factory=time.monotonic)
    _step: str = ""
    _step_started: float = field(default_factory=time.monotonic)

    def expect(self, what: str, bound: str, measured: object, held: object) -> None:
        """Note a finding and show it."""
        seconds = round(time.monotonic() - self._step_started, 1)
        self.add(Finding(what, bound, str(measured), bool(held), self._step, seconds))

    def add(self, finding: Finding) -> None:
        """Show a finding of now, or of an earlier run, and keep it."""
        self.findings.append(finding)
        mark = "[green]ok[/]" if finding.held else "[red]FAILED[/]"
        said = escape(f"{finding.what}: {finding.measured} (wanted: {finding.bound})")
        self.console.print(f"{time.monotonic() - self.started:5.0f} s  {mark}  {said}", soft_wrap=True)
        self.console.file.flush()
        self._write()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A step of the check; an error in it is a finding, and the check goes on."""
        self._step, self._step_started = what, time.monotonic()
        self.console.print(f"{self._step_started - self.started:5.0f} s  [dim]{escape(what)} ...[/]")
        try:
            yield
        except (ToolError, KafkaTestError, AssertionError, OSError, ValueError, KeyError, TimeoutError) as error:
            self.expect(what, "no error", f"{type(error).__name__}: {error}", held=False)

    def close(self) -> int:
        """Show the table; the exit status."""
        table = Table("what", "bound", "measured", "at s", "", title=self.title)
        for one in self.findings:
            row = (escape(one.what), escape(one.bound), escape(one.measured), f"{one.seconds:.0f}")
            table.add_row(*row, "ok" if one.held else "FAILED")
        self.console.print(table)
        self._write()
        failed = sum(not one.held for one in self.findings)
        took = time.monotonic() - self.started
        self.console.print(f"{len(self.findings) - failed} passed, {failed} failed, {took:.0f} s")
        return 1 if failed or not self.findings else 0

    def _write(self) -> None:
        if self.to is not None:
            self.to.parent.mkdir(parents=True, exist_ok=True)
            told = {"of": self.of, "findings": [asdict(one) for one in self.findings]}
            self.to.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
