"""The worker as users run it, which on SIGUSR2 writes what it is doing into its log: for a run that stalls."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from service.cli.main import main
from service.stream import worker
from service.stream.stopping import where

compose = worker.create_app


def create_open_app(*arguments: Any, **named: Any) -> Any:
    """As create_app; the app can be looked into from now on."""
    app = compose(*arguments, **named)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, lambda: print(picture(app), file=sys.stderr))
    return app


def picture(app: Any) -> str:
    """The consumer's state by partition, and where each task waits."""
    consumer, inner = app.consumer, app.consumer._thread._consumer
    coordinator = inner._coordinator
    facts = {
        "flow": consumer.flow_active,
        "held": consumer.held(),
        "astray": consumer._astray,
        "pending": consumer.pending(),
        "committing": consumer._commit_fut is not None,
        "buffered": sorted(consumer._buffered_partitions),
        "rebalancing": app.rebalancing,
        "coordinator": coordinator.coordinator_id,
        "generation": coordinator.generation,
        "error": coordinator._pending_exception,
    }
    lines = [f"DUMP {' '.join(f'{name}={fact}' for name, fact in facts.items())}"]
    for tp in sorted(consumer.assignment()):
        queue = [(batch.first_offset, batch.next_offset, state(batch)) for batch in consumer.batches[tp]]
        place = inner._subscription.subscription.assignment.state_value(tp)
        lines.append(
            f"{tp.partition}: read={consumer._read_offset.get(tp)} committed={consumer._committed_offset.get(tp)}"
            f" active={tp in consumer._active_partitions} queue={queue[:9]}"
            f" position={place._position} paused={place.paused}"
        )
    stacks = [f"task: {where(task)}" for task in asyncio.all_tasks()]
    return "\n".join(lines + sorted(stack for stack in stacks if "mode/utils" not in stack)) + "\nEND OF DUMP"


def state(batch: Any) -> str:
    """Letters for taken, dropped, acknowledged."""
    return "".join(
        letter for letter, on in zip("TDA", (batch.taken, batch.dropped, batch.acknowledged), strict=True) if on
    )


if __name__ == "__main__":
    worker.create_app = create_open_app
    sys.argv = ["service", "worker"]
    main()
