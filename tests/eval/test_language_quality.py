"""Floors for language detection on sentences and articles of our own; they may rise, never sink."""

from __future__ import annotations

from collections import Counter

from benchmarks.language import LANGUAGES, articles, ours, sentences

RIGHT, RIGHT_OTHERS = 0.99, 0.95


def test_short_sentences_are_told() -> None:
    detect, _ = ours()
    wrong = [(tag, text, found) for tag, text in sentences() if (found := detect(text)) != tag]
    print(*wrong, sep="\n")
    assert 1 - len(wrong) / len(sentences()) >= RIGHT


def test_other_languages_are_und() -> None:
    detect, _ = ours()
    wrong = [(tag, found) for tag, text in articles() if (found := detect(text)) not in {tag, "und"}]
    print(wrong)
    assert 1 - len(wrong) / len(articles()) >= RIGHT_OTHERS


def test_the_sample_is_what_it_says() -> None:
    counts = Counter(tag for tag, _ in sentences())
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 50
    for tag, text in sentences():
        assert (8 <= len(text) <= 30) if tag in {"ja", "ko", "zh"} else (20 <= len(text) <= 80), text
    assert len({tag for tag, _ in articles()} - set(LANGUAGES)) >= 10
    assert len({text for _, text in sentences()}) == len(sentences())
