"""All scenarios, in the order in which they run: those that share a world stand together."""

from __future__ import annotations

from tests.chaos import (
    broker_faults,
    cluster_faults,
    controls,
    fetch_faults,
    inputs,
    network_faults,
    operator_faults,
    output_faults,
    worker_faults,
)
from tests.chaos.scenario import Scenario
from tests.chaos.soak import SOAK

ALL: tuple[Scenario, ...] = (
    *worker_faults.SCENARIOS,
    *inputs.SCENARIOS,
    *output_faults.SCENARIOS,
    *broker_faults.SCENARIOS,
    *operator_faults.SCENARIOS,
    # From here on a quick run has two worlds at a time: those that take longest come first.
    *cluster_faults.SCENARIOS,
    *controls.SCENARIOS,
    *network_faults.SCENARIOS,
    *fetch_faults.SCENARIOS,
)


def find(names: list[str]) -> list[Scenario]:
    """The scenarios of these names, in the catalogue's order; all but the soak without names.

    Raises:
        ValueError: no such name; the text lists those that there are.
    """
    if names == [SOAK.name]:
        return [SOAK]
    known = {scenario.name for scenario in ALL}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no scenario {', '.join(unknown)}; there are: {', '.join(sorted(known))}")
    return [scenario for scenario in ALL if not names or scenario.name in names]
