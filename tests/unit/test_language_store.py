"""A language model that was stored tells languages as the library's does."""

from __future__ import annotations

import pytest

from service.core.language import LanguageDetector, latin_model
from service.core.language_store import ALIGNMENT, from_buffer, to_parts
from tests.unit.test_language import ALL, SENTENCES


@pytest.fixture(scope="module")
def model():
    return latin_model()


@pytest.fixture(scope="module")
def stored(model) -> bytes:
    return b"".join(to_parts(model))


def test_it_ranks_every_text_the_same(model, stored):
    again = from_buffer(memoryview(stored))
    texts = [
        *SENTENCES.values(),
        *(s[a : a + 40] for s in SENTENCES.values() for a in (0, 17, 55)),
        "",
        "123",
        "\ud800",
        "UPPER CASE ÄÖÜ",
        "".join(map(chr, range(1, 0x250))),
        "Cyrillic Москва and 東京",
    ]
    wanted = [model.rank(text) for text in texts]
    assert [again.rank(text) for text in texts] == wanted
    again.letters = bytes(again.letters[letter ^ 1] for letter in range(256))
    assert [again.rank(text) for text in texts] != wanted, "letters that are mixed up are not seen"


def test_its_table_has_no_column_twice_and_no_number_object_either(model, stored):
    again = from_buffer(memoryview(stored))
    columns = len(set(again.letters))
    assert len(again.tk_nextmove) < 0.8 * len(model.tk_nextmove)
    assert len(again.tk_nextmove) * 256 == len(model.tk_nextmove) * columns
    assert [again._rowbase.itemsize, again.tk_output.itemsize] == [4, 4], "a list has an object for each number"


def test_a_detector_with_it_says_the_same(model, stored):
    fresh, again = LanguageDetector(ALL, model), LanguageDetector(ALL, from_buffer(memoryview(stored)))
    assert [again.detect(text) for text in SENTENCES.values()] == [fresh.detect(text) for text in SENTENCES.values()]
    assert [again.detect(text).tag for text in SENTENCES.values()] == list(SENTENCES)


def test_it_stands_in_the_bytes_that_it_was_given(stored):
    again = from_buffer(memoryview(stored))
    assert not again.nb_ptc.flags.owndata
    assert again.tk_nextmove.obj is stored
    assert len(stored) % ALIGNMENT == 0


@pytest.mark.parametrize("cut", [0, 1, 100, 5000, 30_000_000])
def test_half_a_model_is_refused(stored, cut):
    with pytest.raises(ValueError, match=r"."):
        from_buffer(memoryview(stored)[:cut])


@pytest.mark.parametrize("wrong", [b"{}\n", b"[]\n", b'{"sizes": {"x": 1}}\n', b'{"classes": [], "sizes": {}}\n'])
def test_other_bytes_are_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        from_buffer(memoryview(wrong.ljust(256)))
