"""Write dashboards/*.json anew: `python -m observability`."""

from __future__ import annotations

from pathlib import Path

from observability.boards import BOARDS, as_json

FOLDER = Path(__file__).parent / "dashboards"


def main() -> None:
    """Write each dashboard and say so."""
    FOLDER.mkdir(exist_ok=True)
    for board in BOARDS:
        path = FOLDER / f"{board.uid}.json"
        path.write_text(as_json(board))
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    main()
