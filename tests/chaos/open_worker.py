"""The worker as users run it, which on SIGUSR2 writes what it is doing into its log: for a run that stalls."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from service.cli.main import main
from service.stream import worker

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
    stacks = [where(task) for task in asyncio.all_tasks()]
    return "\n".join(lines + sorted(stack for stack in stacks if "mode/utils" not in stack)) + "\nEND OF DUMP"


def where(task: asyncio.Task[Any]) -> str:
    """Where a task waits, innermost last, through the coroutines that it awaits."""
    steps, awaited = [], task.get_coro()
    while awaited is not None and (frame := getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)):
        steps.append(f"{'/'.join(frame.f_code.co_filename.split('/')[-3:])}:{frame.f_lineno} {frame.f_code.co_name}")
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return f"task: {' > '.join(steps)}"


def state(batch: Any) -> str:
    """Letters for taken, dropped, acknowledged."""
    return "".join(
        letter for letter, on in zip("TDA", (batch.taken, batch.dropped, batch.acknowledged), strict=True) if on
    )


if __name__ == "__main__":
    worker.create_app = create_open_app
    sys.argv = ["service", "worker"]
    main()
