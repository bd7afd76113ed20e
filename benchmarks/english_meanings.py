"""Make the table of English meanings that learning without a prior uses, from word vectors.

    python -m benchmarks.english_meanings glove.6B.100d.txt

The file is GloVe's own: a word and its numbers a line, the most frequent first. Words of three letters and more are
taken, lower case a to z only; numbers are rounded to 8 bits.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np

from service.learn import meanings

WORDS = 40_000
_WORD = re.compile(r"[a-z]{3,}")


def main() -> None:
    """Read, round, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    words, rows = [], []
    with args.file.open(encoding="utf-8") as lines:
        for line in lines:
            word, _, numbers = line.partition(" ")
            if _WORD.fullmatch(word):
                words.append(word)
                rows.append(np.fromstring(numbers, np.float32, sep=" "))
            if len(words) == WORDS:
                break
    write(words, np.stack(rows))


def write(words: list[str], vectors: np.ndarray) -> None:
    """Write the table beside the module that reads it."""
    scale = float(np.quantile(np.abs(vectors), 0.9999)) / 127
    rounded = np.clip(np.round(vectors / scale), -127, 127).astype(np.int8)
    path = Path(meanings.__file__).with_name(meanings.FILE)
    np.savez_compressed(path, words=np.frombuffer(" ".join(words).encode(), np.uint8), numbers=rounded, scale=scale)
    print(f"{path.name}: {len(words):,} words, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
