"""All dashboards, and their JSON as it is committed."""

from __future__ import annotations

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from observability import content, delivery, overview, runtime
from observability.panels import Board, build

BOARDS = (overview.BOARD, content.BOARD, delivery.BOARD, runtime.BOARD)


def as_json(board: Board) -> str:
    """A dashboard for Grafana's import, indented, with a line end."""
    return JSONEncoder(sort_keys=True, indent=2).encode(build(board)) + "\n"
