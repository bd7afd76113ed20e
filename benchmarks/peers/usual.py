"""The whole job as it is usually put together: trafilatura, py3langid, and a scikit-learn model on TF-IDF."""

from __future__ import annotations

import json
from typing import Any

import orjson
import py3langid
import trafilatura
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from benchmarks.peers import STATE

LABELS = "labels.jsonl"
"""In the peer's folder: a labelled article a line, `text` and `topics`, that the model learns from at its start."""
LEAST = 0.3


def _train(rows: list[dict[str, Any]]) -> tuple[Pipeline, list[str]]:
    names = MultiLabelBinarizer()
    wanted = names.fit_transform([row["topics"] for row in rows])
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), max_features=50_000)
    model = make_pipeline(words, OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced")))
    return model.fit([row["text"] for row in rows], wanted), list(names.classes_)


with open(f"{STATE}/{LABELS}", encoding="utf-8") as _file:  # noqa: PTH123 - at start, once
    _MODEL, _NAMES = _train([json.loads(line) for line in _file])


def enrich(value: bytes) -> bytes:
    """Text, language and topics of a raw event."""
    event = orjson.loads(value)
    content = event.pop("content")
    text = content if event["content_type"] == "text/plain" else trafilatura.extract(content) or ""
    scores = _MODEL.predict_proba([text])[0]
    event["text"], event["language"] = text, py3langid.classify(text[:2000])[0]
    event["topics"] = [{"id": name, "score": p} for name, p in zip(_NAMES, scores.tolist(), strict=True) if p >= LEAST]
    return orjson.dumps(event)
