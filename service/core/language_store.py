"""The language model as bytes that are used where they stand: unpacking the library's takes two thirds of a second.

Bytes in a mapped file are read in only where an article's words lead, and processes share them. They hold a line of
JSON and arrays of numbers: whoever writes them can at most tell languages wrongly, nothing in them is ever run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from py3langid.langid import LanguageIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIGNMENT: Final = 64
"""Arrays begin at multiples of it, counted from the first byte."""

_TYPES: Final = {"ptc": np.float16, "pc": np.float32, "nextmove": np.uint32, "row": np.uint32, "output": np.int32}
"""The parts of a model and their numbers; `ptc` has a column for each class."""


def to_parts(model: LanguageIdentifier) -> Iterator[bytes]:
    """A model as bytes, part by part, with the languages that it is restricted to and no others."""
    arrays = {
        "ptc": np.ascontiguousarray(model.nb_ptc, _TYPES["ptc"]),
        "pc": np.asarray(model.nb_pc, _TYPES["pc"]),
        "nextmove": np.asarray(model.tk_nextmove, _TYPES["nextmove"]),
        "row": np.asarray(model.tk_row, _TYPES["row"]),
        "output": np.asarray(model.tk_output, _TYPES["output"]),
    }
    sizes = {name: array.size for name, array in arrays.items()}
    yield _padded(orjson.dumps({"classes": model.nb_classes, "sizes": sizes}) + b"\n")
    for array in arrays.values():
        yield _padded(array.tobytes())


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % ALIGNMENT)


def from_buffer(data: memoryview) -> LanguageIdentifier:
    """The model that `to_parts` made into bytes. It reads in them as long as it lives: they must not change.

    Raises:
        ValueError: these bytes are no model's.
    """
    try:
        head, end = _head(data)
        arrays: dict[str, memoryview] = {}
        for name, size in head["sizes"].items():
            begin = end + -end % ALIGNMENT
            end = begin + size * np.dtype(_TYPES[name]).itemsize
            arrays[name] = data[begin:end]
        if end > len(data):
            raise ValueError("not a stored language model: it ends before its arrays do")
        numbers = {name: np.frombuffer(part, _TYPES[name]) for name, part in arrays.items()}
        return LanguageIdentifier(
            numbers["ptc"].reshape(-1, len(head["classes"])),
            numbers["pc"],
            head["classes"],
            # Looking up a number takes as long here as in the library's array, in one of numpy's three times as long.
            arrays["nextmove"].cast("I"),
            numbers["output"].tolist(),
            norm_probs=True,
            tk_row=numbers["row"].tolist(),
        )
    except (LookupError, TypeError) as error:
        raise ValueError(f"not a stored language model: {error}") from error


def _head(data: memoryview) -> tuple[dict[str, Any], int]:
    """The line that tells what follows, and where it ends."""
    first = bytes(data[: 1 << 16]).partition(b"\n")[0]
    return orjson.loads(first), len(first) + 1
