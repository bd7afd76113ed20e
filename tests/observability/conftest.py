from __future__ import annotations

import pytest

from tests.kafka.fixtures import skip_or_fail
from tests.observability import promtool


@pytest.fixture(scope="session")
def prometheus_possible() -> None:
    """Skips where Prometheus is not installed; fails where it must be (COMMUNIQUE_REQUIRE_KAFKA)."""
    skip_or_fail(promtool.why_not())
