"""What each peer loses and repeats: after one kill -9 at full speed, and while the broker refuses its output.

    python -m benchmarks.transport_faults [--records 48000] [--times 1] [--kills 5] [--all | --peers NAME ...]

*kill*: SIGKILL when a third of the output is there, then started again. *refused*: from then on the broker refuses for
six seconds whatever the peer publishes; one that ends is started again after a second, as a supervisor would. Every
input must have an output at the end: *missing* counts those that have none though the peer is done with them, by its
group's committed offsets (where it keeps them elsewhere: all); *repeats* the outputs beyond one for each. Ours is
killed `--kills` times, each time anew, and the median of the repeats counts.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import statistics
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.figures import Figure, show
from benchmarks.machine import machine
from benchmarks.process import Process
from benchmarks.transport import PARTITIONS, add_peers, chosen, fill
from tests.chaos.refusal import denied, refused
from tests.kafka.broker import KafkaBroker

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers.environments import Peer

REFUSED_SECONDS = 6.0
QUIET_SECONDS = 15.0
"""Without another output for so long a peer is taken for done: longer than its session timeout."""
REST_SECONDS = 2.0
"""Without another output for so long all has been read."""
TRANSACTION_SECONDS = 75.0
"""A broker ends what the dead have left open after a minute, by the clients' defaults."""
DEADLINE_SECONDS = 240.0
SETTINGS = {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": "true",
}
"""The broker's: rights can be taken away, and everybody has those that were not."""


@dataclass
class Outcome:
    """What one fault did to one peer."""

    peer: str
    fault: str
    checked: int
    missing: int
    repeats: int
    exits: int


class Outputs:
    """The output of one peer, read as a read_committed consumer would, and its group's committed offsets."""

    def __init__(self, bootstrap: str, source: str, out: str) -> None:
        common = {"bootstrap_servers": bootstrap, "enable_auto_commit": False}
        self._reader = AIOKafkaConsumer(**common, isolation_level="read_committed", auto_offset_reset="earliest")
        self._group = AIOKafkaConsumer(**common, group_id=out)
        self._source = source
        self._partitions = [TopicPartition(out, number) for number in range(PARTITIONS)]
        self.seen: Counter[int] = Counter()
        self.changed_at = time.monotonic()

    async def __aenter__(self) -> Outputs:
        await self._reader.start()
        await self._group.start()
        self._reader.assign(self._partitions)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._reader.stop()
        await self._group.stop()

    async def read(self) -> None:
        """Take what has come since."""
        for records in (await self._reader.getmany(timeout_ms=100, max_records=5000)).values():
            self.seen.update(int(record.key) for record in records)
            self.changed_at = time.monotonic()

    async def count(self) -> int:
        """How many are there, without reading them: what reads is slower than some peers."""
        return sum((await self._reader.end_offsets(self._partitions)).values())

    async def read_all(self) -> None:
        """Take all that has come, until nothing more does; a transaction left open by the dead is waited out."""
        self.changed_at = began = time.monotonic()
        while (now := time.monotonic()) - self.changed_at < REST_SECONDS or (
            self._is_open() and now - began < TRANSACTION_SECONDS
        ):
            await self.read()

    def _is_open(self) -> bool:
        """Whether a transaction is open: what comes after its beginning is not read yet."""
        return any(self._reader.last_stable_offset(p) != self._reader.highwater(p) for p in self._partitions)

    async def done_with(self, count: int) -> set[int]:
        """The inputs that the group's committed offsets say are done."""
        offsets = [await self._group.committed(TopicPartition(self._source, number)) for number in range(PARTITIONS)]
        return {number for number in range(count) if number // PARTITIONS < (offsets[number % PARTITIONS] or 0)}


async def reach(process: Process, outputs: Outputs, count: int) -> None:
    """Wait for so many outputs.

    Raises:
        SystemExit: they did not come.
    """
    deadline = time.monotonic() + DEADLINE_SECONDS
    while await outputs.count() < count:
        if process.exit_code() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.peer.name} did not get on; its log is {process.log}")
        await asyncio.sleep(0.02)


async def finish(process: Process, outputs: Outputs, count: int, until: Callable[[], bool] = lambda: False) -> int:
    """Let the peer work, started again when it ends, until all is out, nothing comes any more, or `until` says so.

    Returns:
        How often it ended by itself.
    """
    exits, deadline, ended_at = 0, time.monotonic() + DEADLINE_SECONDS, None
    while time.monotonic() < deadline and not until():
        await outputs.read()
        now = time.monotonic()
        if len(outputs.seen) >= count or now - outputs.changed_at > QUIET_SECONDS + REFUSED_SECONDS:
            break
        if process.exit_code() is None:
            ended_at = None
        elif ended_at is None:
            exits, ended_at = exits + 1, now
        elif now - ended_at > 1:
            process.start_again()
    return exits


async def kill(broker: KafkaBroker, peer: Peer, source: str, out: str, count: int) -> Outcome:
    """SIGKILL at a third."""
    with Process(peer, broker.bootstrap, source, out) as process:
        async with Outputs(broker.bootstrap, source, out) as outputs:
            await reach(process, outputs, count // 3)
            process.kill()
            process.start_again()
            exits = await finish(process, outputs, count)
            return await judge(process, outputs, "kill", count, exits)


async def refuse(broker: KafkaBroker, peer: Peer, source: str, out: str, count: int) -> Outcome:
    """Output refused for six seconds from a third on."""
    with Process(peer, broker.bootstrap, source, out) as process:
        async with Outputs(broker.bootstrap, source, out) as outputs:
            await reach(process, outputs, count // 3)
            # By their time a broker refuses a transaction's end, too, and for ever: see tests.chaos.refusal.
            with (denied if peer.exactly_once else refused)(broker.bootstrap, out):
                until = time.monotonic() + REFUSED_SECONDS
                exits = await finish(process, outputs, count, lambda: time.monotonic() > until)
            exits += await finish(process, outputs, count)
            return await judge(process, outputs, "refused", count, exits)


async def judge(process: Process, outputs: Outputs, fault: str, count: int, exits: int) -> Outcome:
    """End the peer and count."""
    await outputs.read_all()  # and time for a last commit on a timer
    if process.exit_code() is None:
        await asyncio.to_thread(process.terminate)
    await outputs.read_all()
    peer = process.peer
    due = await outputs.done_with(count) if peer.keeps_offsets_in_kafka else set(range(count))
    missing = sum(number not in outputs.seen for number in due)
    return Outcome(peer.name, fault, len(due), missing, outputs.seen.total() - len(outputs.seen), exits)


FAULTS = {"kill": kill, "refused": refuse}
OURS = ("communique", "communique_exactly_once")
MOST_REPEATS = 1_500
"""Records that one kill -9 at full speed may have us repeat, over 24 partitions."""


async def benchmark(peers: list[Peer], records: int, times: int, kills: int) -> list[Outcome]:
    """Every fault to every peer, so many times; ours are killed `kills` times."""
    outcomes = []
    with KafkaBroker(heap="1g", jvm=(), settings=SETTINGS) as broker:
        os.sched_setaffinity(broker.pid, {0})
        await fill_shares(broker, peers, records)
        for fault, peer in itertools.product(FAULTS, peers):
            for round_ in range(max(times, kills) if fault == "kill" and peer.name == OURS[0] else times):
                out = f"out-{fault}-{peer.name.replace('_', '-')}-{round_}"
                broker.create_channel(out, PARTITIONS)
                broker.create_channel(f"{out}.dead", PARTITIONS, max_message_bytes=9 << 20)
                count = int(records * peer.share)
                outcomes.append(await FAULTS[fault](broker, peer, f"in-{peer.share}", out, count))
                print(outcomes[-1], flush=True)
    return outcomes


async def fill_shares(broker: KafkaBroker, peers: list[Peer], records: int) -> None:
    """A channel of input for each share of the records that a peer is given."""
    for share in {peer.share for peer in peers}:
        broker.create_channel(f"in-{share}", PARTITIONS)
        await fill(broker.bootstrap, f"in-{share}", int(records * share))


def none_missing(peer: str) -> tuple[tuple[str, str, str, int], ...]:
    """That a peer loses nothing, whatever the fault."""
    return tuple((fault, "missing", peer, 0) for fault in FAULTS)


def report(outcomes: list[Outcome]) -> dict[str, object]:
    """The median of each peer under each fault; printed and returned."""
    rows = []
    for peer, fault in dict.fromkeys((outcome.peer, outcome.fault) for outcome in outcomes):
        runs = [outcome for outcome in outcomes if (outcome.peer, outcome.fault) == (peer, fault)]
        row = {"peer": peer, "fault": fault, "runs": len(runs), "missing": max(run.missing for run in runs)}
        row |= {name: statistics.median(getattr(run, name) for run in runs) for name in ("checked", "repeats", "exits")}
        rows.append(row)
    print(f"\n{'peer':26}{'fault':10}{'checked':>9}{'missing':>9}{'repeats':>9}{'exits':>7}")
    for row in rows:
        print("{peer:26}{fault:10}{checked:9,.0f}{missing:9,}{repeats:9,.0f}{exits:7.0f}".format(**row))
    bounds = (("kill", "repeats", OURS[0], MOST_REPEATS), *(b for ours in OURS for b in none_missing(ours)))
    figures = [
        Figure(f"{what} after one {fault}, {peer}", row[what], "<=", bound)
        for fault, what, peer, bound in (*bounds, ("kill", "repeats", OURS[1], 0))
        for row in rows
        if (row["peer"], row["fault"]) == (peer, fault)
    ]
    return {
        "machine": machine(),
        "rows": rows,
        "figures": show(figures),
        "runs": [asdict(outcome) for outcome in outcomes],
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=48_000)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--kills", type=int, default=5, help="how often ours are killed")
    parser.add_argument("--json", type=Path)
    add_peers(parser)
    args = parser.parse_args()
    found = report(asyncio.run(benchmark(chosen(args), args.records, args.times, args.kills)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
