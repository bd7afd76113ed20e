"""One run of a scenario in a world: load, faults, drain, account, verdict."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from signal import Signals
from typing import Any

from confluent_kafka import KafkaException

from tests.chaos.account import longest_silences, passed_over, spans
from tests.chaos.fleet import ChaosError, wait_for
from tests.chaos.load import Load
from tests.chaos.neighbours import Neighbours
from tests.chaos.scenario import PRODUCT, Result, Scenario, judge
from tests.chaos.world import PARTITIONS, World
from tests.integration.harness import Sent, article
from tests.kafka.errors import KafkaTestError

READY_SECONDS = 120.0
SERVED_SECONDS = 90.0
DRAINED_SECONDS = 180.0
LATE_SECONDS, LOST_SECONDS = 0.5, 5.0
"""How long workers are given for late repeats; and for what seems lost, before it is."""

WARM_UP_SECONDS = 60.0
QUICK_RATE = 800.0
"""Articles a second in a quick run: half of what two processors can do, so that what was stopped starts in seconds.
Full runs keep all workers busy all the time."""
CRASHES = {number: number.name for number in (Signals.SIGSEGV, Signals.SIGABRT, Signals.SIGBUS, Signals.SIGILL)}


class Episode:
    """What a scenario's `act` is given.

    Attributes:
        world: brokers, workers, witness.
        times: how often to inject the fault, or how many articles.
        chance: the only source of chance, from the seed and the scenario's name.
        quick: whether to be brief.
        result: notes and problems go here.
    """

    def __init__(
        self, world: World, scenario: Scenario, result: Result, *, quick: bool, say: Callable[[str], None]
    ) -> None:
        self.world, self.scenario, self.result, self.quick, self.say = world, scenario, result, quick, say
        self.times = result.times
        self.chance = random.Random(f"{result.seed}-{scenario.name}")
        self._faults: list[float] = []
        self._loads: list[Load] = []

    @property
    def brief(self) -> float:
        """A pause of random length under load, in seconds."""
        return self.chance.uniform(0.3, 1.5)

    def fault(self) -> None:
        """A fault begins now."""
        self._faults.append(time.time())
        self.say(f"{self.scenario.name}: fault {len(self._faults)}")

    def served(self, seconds: float = SERVED_SECONDS) -> None:
        """Return when every partition has had output since this call.

        Raises:
            ChaosError: one has not, within `seconds`.
        """
        account, before = self.world.witness.account, dict(self.world.witness.account.done)

        def silent() -> list[int]:
            return [number for number in range(PARTITIONS) if account.done[number] <= before.get(number, 0)]

        try:
            wait_for(lambda: not silent(), seconds, "output in every partition")
        except ChaosError as error:
            raise ChaosError(f"{error}; silent: {silent()}, committed: {self.world.committed()}") from None

    def whole_again(self) -> None:
        """Return when all workers are ready and every partition has had output since.

        Raises:
            ChaosError: that does not come about.
        """
        self.world.fleet.wait_ready(READY_SECONDS)
        self.served()

    def settled(self) -> None:
        """Return when all that was produced is committed, and the witness has read what came of it.

        Raises:
            ChaosError: that does not come about.
        """
        self._read_up(self.world.names.raw)
        wait_for(self._all_committed, DRAINED_SECONDS, "everything committed")
        self._read_up(self.world.names.enriched, self.world.names.dead)

    def problem(self, text: str) -> None:
        """A bound of the scenario's own was missed."""
        self.result.problems.append(text)

    def note(self, text: str) -> None:
        """Something for the reader of the table."""
        self.result.notes.append(text)

    def load(self, make: Callable[[int], Sent] = article, **options: Any) -> Load:
        """A load on this world; a context manager. Options as for `Load`; a quick run's has a rate unless it is short.

        Not for a control, whose workers show what they lose the sooner the more they have in hand.
        """
        world = self.world
        if self.quick and not self.scenario.control and "limit" not in options:
            options.setdefault("rate", QUICK_RATE)
        load = Load(world.bootstrap, world.names.raw, world.witness.account, PARTITIONS, make=make, **options)
        self._loads.append(load)
        return load

    def _load_ended(self) -> float:
        """When the last load ended: from there on a partition is silent because nothing is left to do in it."""
        return max((load.ended for load in self._loads if load.ended is not None), default=time.time())

    def run(self) -> Result:
        """Act under load, drain, and account for every article of this episode."""
        begun, exits, neighbours = time.monotonic(), len(self.world.fleet.exits), Neighbours()
        account = self.world.witness.account
        since = account.ends()
        lines = self.world.fleet.log_lines()
        try:
            self.world.fleet.wait_ready(READY_SECONDS)
            self._act()
            self._drain(since)
            silences = longest_silences(account.published, self._faults, self._load_ended(), range(PARTITIONS))
            self.result.silences = [round(seconds, 2) for seconds in silences]
        except (ChaosError, TimeoutError, KafkaException, KafkaTestError) as error:
            self.problem(f"{error}; {self.world.fleet.last_words()}")
            if self.scenario.module == PRODUCT:
                self.world.fleet.dump()
        self._settle(since, exits)
        if not self.scenario.control:
            self._judge_log(lines, time.monotonic() - begun)
        self.result.foreign = round(neighbours.share(), 2)
        self.result.seconds = round(time.monotonic() - begun, 1)
        self.result.date = datetime.now(UTC).date().isoformat()
        judge(self.scenario, self.result, self.result.mode)
        return self.result

    def _act(self) -> None:
        with self.load() if self.scenario.load else nullcontext() as load:
            if load is not None:
                self.served(WARM_UP_SECONDS)
            self.scenario.act(self)
            if load is not None:
                load.stop()

    def _drain(self, since: dict[int, int]) -> None:
        """Return when the workers have committed all, and the witness has read all that came of it."""
        self.say(f"{self.scenario.name}: draining")
        self._read_up(self.world.names.raw)
        wait_for(self._all_committed, DRAINED_SECONDS, "everything committed")
        time.sleep(LATE_SECONDS)
        if self.world.witness.account.missing(since):
            time.sleep(LOST_SECONDS)
        self._read_up(self.world.names.enriched, self.world.names.dead)

    def _read_up(self, *channels: str) -> None:
        ends = self.world.committed.ends(*channels)
        wait_for(lambda: self.world.witness.has_read(ends), 60, f"the witness at the end of {', '.join(channels)}")

    def _all_committed(self) -> bool:
        ends = self.world.witness.account.ends()
        try:
            committed = self.world.committed(5)
        except KafkaException:
            return False
        return all(committed[number] >= end for number, end in ends.items())

    def _settle(self, since: dict[int, int], exits: int) -> None:
        audit, result = self.world.witness.account.audit(since), self.result
        if audit.missing and not self.scenario.control:
            self._tell(since)
        result.articles, result.missing, result.duplicates = audit.articles, audit.missing, audit.duplicates
        result.exits = dict(Counter(str(code) for code in self.world.fleet.exits[exits:]))
        if crashes := {-code for code in self.world.fleet.exits[exits:] if -code in CRASHES}:
            self.problem(f"a worker was ended by {', '.join(CRASHES[code] for code in crashes)}, which nobody sent")
        if audit.foreign:
            self.problem(f"{audit.foreign} outcomes of records that are none")
        if audit.altered:
            self.problem(f"{audit.altered} dead letters differ from their raw record")
        for change, count in audit.unexpected.items():
            self.problem(f"{count} of {change}")

    def _tell(self, since: dict[int, int]) -> None:
        """Where articles are missing, and whether workers have passed them over or a run was broken off before them."""
        account = self.world.witness.account
        missing = account.missing(since)
        self.note(f"missing, partition: offsets: {spans(missing)[:400]}")
        try:
            committed = self.world.committed(5)
        except KafkaException:
            self.note("how far the workers had committed is not known: Kafka does not answer")
            return
        # Workers may go on meanwhile: what they have committed by now was published before, for the witness to find.
        with suppress(ChaosError, KafkaException):
            self._read_up(self.world.names.enriched, self.world.names.dead)
        lost = passed_over(account.missing(since), committed)
        self.note(f"{lost} of them before the committed offsets: lost; {len(missing) - lost} not worked on so far")

    def _judge_log(self, before: list[int], seconds: float) -> None:
        """Fewer than 1,000 lines a minute from each worker that was there all the time."""
        written = [after - earlier for earlier, after in zip(before, self.world.fleet.log_lines(), strict=False)]
        if written and (most := max(written) / max(seconds / 60, 1.0)) > 1000:
            self.problem(f"{most:,.0f} log lines a minute from one worker")
