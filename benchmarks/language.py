"""Which language detection is right: ours, py3langid and lingua on the same sentences and articles, in one run.

    python -m benchmarks.language

The sentences (`tests/eval/sentences.txt`) are short and in the thirteen configured languages; the articles
(`tests/eval/other_languages.txt`) are in languages that are not configured, where `und` is right as well as the
language itself. Peers choose among the configured languages for the sentences and among all they know for the
articles; those that are not installed are named. CPU time is for an article of 600 code points, median.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from service.core.language import LanguageDetector
from tests.eval.pages import ARTICLES

FOLDER = Path(__file__).parent.parent / "tests" / "eval"
LANGUAGES = tuple(sorted(ARTICLES))
RIGHT, RIGHT_OTHERS, MILLISECONDS = 0.97, 0.95, 0.25
"""Bounds: share of sentences right, share of articles in other languages right or `und`, ms a document."""
Detect = Callable[[str], str]


def sentences() -> list[tuple[str, str]]:
    """Language and sentence."""
    rows = (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines()
    return [(row[:2], row[3:]) for row in rows if row and not row.startswith("#")]


def articles() -> list[tuple[str, str]]:
    """Language and article, of languages that are not configured."""
    found = []
    for block in (FOLDER / "other_languages.txt").read_text(encoding="utf-8").split("\n\n"):
        rows = [row for row in block.splitlines() if row and not row.startswith("#")]
        found.append((rows[0][:2], "\n\n".join(row[3:] for row in rows)))
    return found


def ours() -> tuple[Detect, Detect]:
    """Our detector; the same one for sentences and articles."""
    detector = LanguageDetector(LANGUAGES)

    def detect(text: str) -> str:
        return detector.detect(text).tag

    return detect, detect


def py3langid() -> tuple[Detect, Detect]:
    """py3langid, restricted to the configured languages and free."""
    module = importlib.import_module("py3langid.langid")

    def make(languages: tuple[str, ...] | None) -> Detect:
        model = module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
        if languages:
            model.set_languages(list(languages))
        return lambda text: str(model.classify(text)[0])

    return make(LANGUAGES), make(None)


def lingua() -> tuple[Detect, Detect]:
    """lingua, built from the configured languages and from all it knows."""
    module = importlib.import_module("lingua")
    codes = [getattr(module.IsoCode639_1, tag.upper()) for tag in LANGUAGES]

    def use(builder: object) -> Detect:
        detector = builder.build()  # type: ignore[attr-defined]

        def detect(text: str) -> str:
            found = detector.detect_language_of(text)
            return found.iso_code_639_1.name.lower() if found else "und"

        return detect

    builder = module.LanguageDetectorBuilder
    return use(builder.from_iso_codes_639_1(*codes)), use(builder.from_all_languages())


def share_right(detect: Detect, rows: list[tuple[str, str]], wrong: Counter[str], *, und: bool = False) -> float:
    """Share of the rows whose language is found; the others are counted in `wrong` as "is>given"."""
    right = 0
    for tag, text in rows:
        found = detect(text)
        right += found == tag or (und and found == "und")
        if found != tag and not (und and found == "und"):
            wrong[f"{tag}>{found}"] += 1
    return right / len(rows)


def milliseconds(detect: Detect) -> float:
    """Median CPU time of a detection."""
    costs = []
    for article in ARTICLES.values():
        text = "\n\n".join(article.paragraphs)[:600]
        start = time.process_time()
        for _ in range(20):
            detect(text)
        costs.append((time.process_time() - start) / 20)
    return statistics.median(costs) * 1e3


def main() -> int:
    """Print the table; exit code 1 when one of our bounds was missed."""
    print(f"{'':12} {'sentences':>9} {'others':>7} {'ms':>7}  wrong")
    held = True
    for name, make in (("ours", ours), ("py3langid", py3langid), ("lingua", lingua)):
        try:
            restricted, free = make()
        except ImportError:
            print(f"{name:12} not installed")
            continue
        wrong: Counter[str] = Counter()
        right = share_right(restricted, sentences(), wrong)
        others = share_right(free, articles(), wrong, und=True)
        cost = milliseconds(free)
        print(f"{name:12} {right:9.4f} {others:7.4f} {cost:7.3f}  {dict(wrong.most_common(8))}")
        if name == "ours":
            held = right >= RIGHT and others >= RIGHT_OTHERS and cost <= MILLISECONDS
    print(f"ours: sentences >= {RIGHT}, others >= {RIGHT_OTHERS}, <= {MILLISECONDS} ms: {'held' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
