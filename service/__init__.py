"""Communique: foreign-affairs articles cleaned, classified and enriched, as a Kafka service and as a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service._version import __version__

if TYPE_CHECKING:
    from service.errors import Refused
    from service.pipeline import Pipeline

__all__ = ["Pipeline", "Refused", "__version__"]


def __getattr__(name: str) -> Any:
    """Import `Pipeline` and `Refused` on first use: `import service` alone stays cheap."""
    if name == "Pipeline":
        from service.pipeline import Pipeline  # noqa: PLC0415

        return Pipeline
    if name == "Refused":
        from service.errors import Refused  # noqa: PLC0415

        return Refused
    raise AttributeError(f"module 'service' has no attribute {name!r}")
