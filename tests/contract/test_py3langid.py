"""What we rely on in py3langid beyond its documentation: where it keeps the model of all its languages."""

from __future__ import annotations

import inspect

from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from service.core.language import LanguageDetector


def test_the_model_of_all_languages_is_kept_for_another_choice_and_nowhere_else():
    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(["en", "fr"])
    chosen, everything = whole.nb_ptc, whole._full_model[0]
    assert everything.shape[1] > chosen.shape[1]
    held = [name for name in whole.__slots__ if getattr(whole, name, None) is everything]
    assert held == []


def test_only_the_languages_that_we_choose_among_are_kept():
    model = LanguageDetector(("en", "fr"))._model
    kept, chosen = model._full_model[0], model.nb_ptc
    assert kept is chosen
    assert chosen.base is None or chosen.base.size == chosen.size, "a view keeps the whole"


def test_the_scores_of_a_feature_lie_side_by_side():
    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(["en", "fr"])
    assert not whole.nb_ptc.flags.c_contiguous, "the library does so itself now: our copy is needless"
    assert LanguageDetector(("en", "fr"))._model.nb_ptc.flags.c_contiguous


def test_a_text_is_encoded_in_one_place_and_led_through_the_table_in_one():
    assert "text = self._encode(text)" in inspect.getsource(LanguageIdentifier._decide)
    walk = inspect.getsource(LanguageIdentifier._raw_score)
    assert "visit_counts(self.tk_nextmove, self._rowbase, self.tk_output" in walk
    assert "state = nm[rowbase[state] + letter]" in inspect.getsource(visit_counts)
    users = [name for name, value in vars(LanguageIdentifier).items() if "tk_row" in _names(value)]
    assert users == ["__init__"], "the rows are read elsewhere than to make _rowbase"


def test_a_ranking_says_what_the_scores_say():
    model = LanguageDetector(("en", "fr"))._model
    for text in ("The ferry sails at noon.", "Le bac part à midi.", "Trajekt odplouvá v poledne.", "x"):
        scores, ranked = model._decide(text), model.rank(text)
        assert ranked[0] == (model.nb_classes[int(scores.argmax())], scores.max())
        places = {tag: place for place, tag in reversed(list(enumerate(model.nb_classes)))}
        assert dict(ranked) == {tag: float(scores[place]) for tag, place in places.items()}


def _names(value):
    code = getattr(value, "__code__", None)
    return code.co_names if code else ()
