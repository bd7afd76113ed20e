"""The language model as bytes that are used where they stand: unpacking the library's takes two thirds of a second.

Bytes in a mapped file are read in only where an article's words lead, and processes share them. They hold a line of
JSON and arrays of numbers: whoever writes them can at most tell languages wrongly, nothing in them is ever run.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from py3langid.langid import LanguageIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ALIGNMENT: Final = 64
"""Arrays begin at multiples of it, counted from the first byte."""

_TYPES: Final = {
    "ptc": np.float16,
    "pc": np.float32,
    "nextmove": np.uint32,
    "letters": np.uint8,
    "row": np.uint32,
    "output": np.int32,
}
"""The parts of a model and their numbers; `ptc` has a column for each class, `nextmove` one for each of `letters`."""

_LETTERS: Final = 256
"""What a text's bytes can be: the columns of the library's table."""


class StoredModel(LanguageIdentifier):
    """The library's model with a smaller table of moves: letters that lead the same way everywhere share a column.

    A table that is read all over is in memory as a whole, however it came there. A quarter of its columns are like
    another: of bytes that no text has, and of those that end every word.
    """

    __slots__ = ("letters",)

    def __init__(self, numbers: dict[str, NDArray[Any]], moves: memoryview, classes: list[str]) -> None:
        """Take the parts of a model: arrays by the names of `_TYPES`, and the table of moves to look numbers up in."""
        ptc = numbers["ptc"].reshape(-1, len(classes))
        # The library would keep lists, with a number object for each state: a text's letters lead all over them, and to
        # fetch a number by way of a list takes the memory twice as long.
        super().__init__(ptc, numbers["pc"], classes, moves, numbers["output"].data, norm_probs=True, tk_row=())
        self.letters = numbers["letters"].tobytes()
        begins = numbers["row"] * np.uint32(max(self.letters) + 1)
        for name, value in (("tk_row", numbers["row"]), ("_rowbase", begins.data)):
            setattr(self, name, value)  # a type checker does not see the library's slots

    def _encode(self, text: str) -> bytes:
        """A text's bytes as the columns of the table."""
        encoded: bytes = super()._encode(text)
        return encoded.translate(self.letters)


def to_parts(model: LanguageIdentifier) -> Iterator[bytes]:
    """A model as bytes, part by part, with the languages that it is restricted to and no others."""
    moves, letters = _shared(np.asarray(model.tk_nextmove, _TYPES["nextmove"]).reshape(-1, _LETTERS))
    arrays = {
        "ptc": np.ascontiguousarray(model.nb_ptc, _TYPES["ptc"]),
        "pc": np.asarray(model.nb_pc, _TYPES["pc"]),
        "nextmove": moves,
        "letters": letters,
        "row": np.asarray(model.tk_row, _TYPES["row"]),
        "output": np.asarray(model.tk_output, _TYPES["output"]),
    }
    sizes = {name: array.size for name, array in arrays.items()}
    yield _padded(orjson.dumps({"classes": model.nb_classes, "sizes": sizes}) + b"\n")
    for array in arrays.values():
        yield _padded(array.tobytes())


def _shared(table: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """A table with each of its columns once, and per letter the column that it had."""
    places: dict[bytes, int] = {}
    firsts: list[int] = []
    letters = np.empty(_LETTERS, _TYPES["letters"])
    for letter in range(_LETTERS):
        name = hashlib.sha256(table[:, letter].tobytes()).digest()
        if name not in places:
            firsts.append(letter)
        letters[letter] = places.setdefault(name, len(places))
    return np.ascontiguousarray(table[:, firsts]), letters


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
        # Looking up a number takes as long here as in the library's array, in one of numpy's three times as long.
        return StoredModel(numbers, arrays["nextmove"].cast("I"), head["classes"])
    except (LookupError, TypeError) as error:
        raise ValueError(f"not a stored language model: {error}") from error


def _head(data: memoryview) -> tuple[dict[str, Any], int]:
    """The line that tells what follows, and where it ends."""
    first = bytes(data[: 1 << 16]).partition(b"\n")[0]
    return orjson.loads(first), len(first) + 1
