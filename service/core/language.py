"""Which language an article is in: a script shortcut for Japanese, Korean, Chinese and Russian, else py3langid.

The model ships with the library (BSD) and is restricted to the languages configured, so a neighbour that nobody asked
for (Afrikaans, Galician) never wins. Text that is none of them is `und`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.core.expressions import expression
from service.models import Language

SAMPLE: Final = 220
"""Code points looked at: on 650 short sentences and 470 articles more brings only time; 200 cost two articles."""

_LETTERS: Final = expression(r"[^\W\d_]+")
_NOT_LATIN_LETTERS: Final = expression(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_SCRIPTS: Final = (
    ("kana", expression(r"[\u3041-\u3096\u30a1-\u30fa]")),
    ("hangul", expression(r"[\uac00-\ud7a3]")),
    ("han", expression(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("cyrillic", expression(r"[\u0400-\u04ff]")),
)
_UKRAINIAN: Final = expression("[іїєґўјљњћђџќѓѕ]", re.IGNORECASE)
_NOISE: Final = expression(r"https?://\S{1,300}|[\w.+-]{1,64}@[\w.-]{1,64}|[@#]\w{1,64}")


def latin_model() -> LanguageIdentifier:
    """The library's model of the languages written in Latin letters: unpacking it takes two thirds of a second."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    _keep_only(model, sorted(frozenset(model.labels) - _NOT_LATIN))
    return model


class LanguageDetector:
    """Tells the language of a text; the same text always gets the same answer.

    Args:
        languages: ISO 639-1 codes to choose among; those the model does not know are served by script alone.
        model: what `latin_model` gave; asked for when absent.

    Raises:
        ValueError: no languages are given.
    """

    def __init__(self, languages: Sequence[str], model: LanguageIdentifier | None = None) -> None:
        self._languages = frozenset(tag.split("-")[0].lower() for tag in languages)
        if not self._languages:
            raise ValueError("at least one language is needed")
        self._model = model or latin_model()
        places = {tag: place for place, tag in reversed(list(enumerate(self._model.nb_classes)))}
        self._latin = {tag: places[tag] for tag in sorted(self._languages & places.keys())}

    def detect(self, text: str, hint: str | None = None) -> Language:
        """The language of a text.

        Args:
            text: the text, any length; its first 220 code points decide.
            hint: a BCP-47 tag that page or producer declares; it decides only between answers the text leaves open.

        Returns:
            Its tag, or `und` when the text is none of the configured languages, too short or without letters; with
            a confidence in [0, 1].
        """
        sample = text[: 2 * SAMPLE]
        if "@" in sample or "#" in sample or "://" in sample:
            sample = _NOISE.sub(" ", sample)
        sample = sample[:SAMPLE]
        letters = sum(map(len, _LETTERS.findall(sample)))
        if letters < 3:
            return Language("und", 0.0)
        others = "" if sample.isascii() else "".join(_NOT_LATIN_LETTERS.findall(sample))
        if others:
            shares = {name: len(form.findall(others)) / letters for name, form in _SCRIPTS}
            tag, share = _by_script(shares, sample)
            if tag is not None:
                return Language(tag, round(min(1.0, share), 4)) if tag in self._languages else Language("und", 0.0)
        if len(others) > 0.5 * letters:
            return Language("und", 0.0)
        return self._by_model(sample, hint)

    def _by_model(self, sample: str, hint: str | None) -> Language:
        """Latin script: the best configured language, unless the text is clearly in another."""
        if not self._latin:
            return Language("und", 0.0)
        # `rank` would sort a hundred languages, of which a dozen are asked about.
        found = self._model._decide(sample)  # noqa: SLF001
        scores = {tag: float(found[place]) for tag, place in self._latin.items()}
        total = sum(sorted(scores.values(), reverse=True)) or 1.0
        wanted = (hint or "").split("-")[0].lower()
        best = max(scores, key=lambda tag: (scores[tag], tag == wanted, tag))
        place = int(found.argmax())
        stranger, strength = self._model.nb_classes[place], float(found[place])
        if wanted in scores and scores[wanted] >= 0.5 * scores[best]:
            best = wanted
        if (
            stranger not in self._languages
            and strength > 0.9
            and scores[best] < 0.05
            and stranger not in _NEAR.get(best, ())
        ):
            return Language("und", round(scores[best], 4))
        if best == "id" and "ms" not in self._languages and _is_malay(sample):
            return Language("und", round(scores[best], 4))
        confidence = scores[best] / total
        return Language(best, round(confidence, 4)) if confidence >= 0.4 else Language("und", round(confidence, 4))


def _keep_only(model: LanguageIdentifier, languages: list[str]) -> None:
    """Restrict a model to these languages for good."""
    model.set_languages(languages)
    # What is kept for another choice, which is never made, takes 20 MB: let go before the table is copied.
    model._full_model = model.nb_ptc, model.nb_pc, model.nb_classes  # noqa: SLF001
    # A choice of columns leaves each feature's scores a column apart; a text's features are read seven times as fast
    # where they lie side by side.
    model.nb_ptc = np.ascontiguousarray(model.nb_ptc)
    model._full_model = model.nb_ptc, model.nb_pc, model.nb_classes  # noqa: SLF001


_MALAY: Final = frozenset((
    "kerana", "bahawa", "baharu", "majlis", "tempoh", "wang", "syarikat", "polis", "mac", "jun", "julai", "ogos",
    "disember", "universiti", "kanak-kanak", "pelancong", "pelancongan", "peniaga", "perniagaan", "perkhidmatan",
    "doktor", "mesyuarat", "maklumat", "mahkamah", "perlawanan", "bilion", "kebangsaan", "antarabangsa", "setiausaha",
    "parlimen",
    "kedua-dua", "memaklumkan", "memberitahu", "dijangka", "pembaikan", "jambatan",
))  # fmt: skip
_INDONESIAN: Final = frozenset((
    "karena", "bahwa", "uang", "kantor", "perusahaan", "polisi", "maret", "juni", "juli", "agustus", "desember",
    "universitas", "anak-anak", "wisatawan", "pariwisata", "pedagang", "dokter", "rapat", "pengadilan", "pertandingan",
    "miliar", "nasional", "internasional", "sekretaris", "parlemen", "bisa", "mengatakan", "ujar", "sedangkan", "warga",
    "adalah", "dari", "mobil", "jembatan", "bandara", "saat", "provinsi",
))  # fmt: skip
"""Words that only one of the two near languages spells so; the model tells them apart in long texts alone."""


def _is_malay(sample: str) -> bool:
    """Whether a text taken for Indonesian has more words that only Malay spells so."""
    words = [word.strip(".,;:!?()\"“”'") for word in sample.casefold().split()]
    return sum(map(_MALAY.__contains__, words)) > sum(map(_INDONESIAN.__contains__, words))


_NOT_LATIN: Final = frozenset((
    "ja", "ko", "zh", "ru", "uk", "be", "bg", "mk", "sr", "ar", "fa", "ur", "he", "th", "hi", "bn", "ta", "te",
    "el", "ka", "hy", "am", "km", "lo", "my", "ne", "mr", "gu", "pa", "or", "kn", "ml", "si", "ps", "ug", "dz",
    "ky", "kk", "mn",
))  # fmt: skip
# A stranger that the model takes short texts for although they are in the configured language.
_NEAR: Final = {
    "nl": ("af", "li"),
    "es": ("gl", "an", "ca"),
    "pt": ("gl",),
    "id": ("ms", "jv"),
    "it": ("la", "co"),
    "de": ("lb",),
    "fr": ("wa", "oc"),
    "en": ("la",),
    "vi": (),
}


def _by_script(shares: dict[str, float], sample: str) -> tuple[str | None, float]:
    """The language that a script alone decides, with the share of letters it has; (None, 0) when it decides nothing."""
    east = shares["kana"] + shares["han"] + shares["hangul"]
    if east >= 0.3:
        if shares["hangul"] >= 0.5 * east:
            return "ko", east
        return ("ja", east) if shares["kana"] >= 0.08 * east else ("zh", east)
    if shares["cyrillic"] >= 0.4:
        foreign = len(_UKRAINIAN.findall(sample))
        return ("ru", shares["cyrillic"]) if foreign <= 0.01 * len(sample) else ("und", 0.0)
    return None, 0.0
