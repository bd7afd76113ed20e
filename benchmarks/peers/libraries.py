"""Libraries that one would pick for a stage, each at its work on all articles when asked.

    python -m benchmarks.peers.libraries FILE

FILE is JSON: `schema`, `records`, `contents`, `texts` and `events` of flattened articles, `pages`, `phrases`, and
`labelled` (texts with topics). Each line read is a library's name; the answer is a line of JSON, the milliseconds of
processor time that an article took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Given = dict[str, Any]
Work = Callable[[], Any]


def _jsonschema(given: Given) -> Work:
    import jsonschema  # noqa: PLC0415 - one library must not load the others

    validator = jsonschema.Draft202012Validator(given["schema"])
    return lambda: [validator.validate(json.loads(record)) for record in given["records"]]


def _justext(given: Given) -> Work:
    import justext  # noqa: PLC0415

    words = justext.get_stoplist("English")
    return lambda: [justext.justext(f"<pre>{content}</pre>", words) for content in given["contents"]]


def _ftfy(given: Given) -> Work:
    import ftfy  # noqa: PLC0415

    return lambda: [ftfy.fix_text(content) for content in given["contents"]]


def _trafilatura(given: Given) -> Work:
    import trafilatura  # noqa: PLC0415

    return lambda: [trafilatura.extract(page, with_metadata=True) for page in given["pages"]]


def _py3langid(given: Given) -> Work:
    import py3langid  # noqa: PLC0415

    return lambda: [py3langid.classify(text) for text in given["texts"]]


def _lingua(given: Given) -> Work:
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415

    detector = LanguageDetectorBuilder.from_all_languages().build()
    return lambda: [detector.detect_language_of(text) for text in given["texts"]]


def _pyahocorasick(given: Given) -> Work:
    import ahocorasick  # noqa: PLC0415

    automaton = ahocorasick.Automaton()
    for place, phrase in enumerate(given["phrases"]):
        automaton.add_word(phrase.lower(), place)
    automaton.make_automaton()
    return lambda: [list(automaton.iter(text.lower())) for text in given["texts"]]


def _sklearn(given: Given) -> Work:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import MultiLabelBinarizer  # noqa: PLC0415

    wanted = MultiLabelBinarizer().fit_transform([row["topics"] for row in given["labelled"]])
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), max_features=50_000)
    model = make_pipeline(words, OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced")))
    model.fit([row["text"] for row in given["labelled"]], wanted)
    return lambda: [model.predict_proba([text]) for text in given["texts"]]


def _json(given: Given) -> Work:
    return lambda: [json.dumps(event).encode() for event in given["events"]]


MAKERS: dict[str, Callable[[Given], Work]] = {
    "json and jsonschema": _jsonschema,
    "jusText": _justext,
    "ftfy": _ftfy,
    "trafilatura": _trafilatura,
    "py3langid": _py3langid,
    "lingua": _lingua,
    "pyahocorasick": _pyahocorasick,
    "scikit-learn, TF-IDF and logistic regression": _sklearn,
    "json": _json,
}


def main() -> None:
    """Answer until the end of the input."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - no more than this
        given = json.load(file)
    works: dict[str, Work] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in works:
            works[name] = MAKERS[name](given)
            works[name]()  # what is loaded on first use is not its work
        began = time.process_time()
        results = works[name]()
        print(json.dumps(1000 * (time.process_time() - began) / len(results)), flush=True)


if __name__ == "__main__":
    main()
