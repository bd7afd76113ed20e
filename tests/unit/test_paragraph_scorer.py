"""The network that judges the last paragraphs: its file, what it is asked for, what goes and what stays."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.line_training import fit_paragraphs, paragraph_examples
from service.core import paragraph_scorer
from service.core.line_measures import Sheet
from service.core.line_scorer import OUTPUTS
from service.core.lines import ruled_page
from service.core.paragraph_measures import NAMES, gap, paragraph_measures, voices
from service.core.paragraph_scorer import doubtful, trained
from service.core.voices import VOICES
from tests.unit.flattened import cleaned, gold, that_says

FIRST = "The harbour board agreed on Tuesday to rebuild the northern quay, which a storm had broken in two last winter."
SECOND = "Masons will start in March and hope to be done before the herring fleet comes home, said the board's clerk."
THIRD = "Fishermen had asked for a second crane as well, but the board put that off until the old one is paid for."
MENU = "Home | News | Contact"
HEADLINE = "Quay to be rebuilt"
BUTTONS = ("Share", "Comments (0)", "Tags: quay, harbour", "Print")

FURNITURE = {
    "de": "Wir berichten unabhängig und ohne Verlag im Rücken. Unterstützen Sie uns mit einer Spende oder lesen Sie mit "
    "einem Abonnement für sechs Euro im Monat alles, was unsere Redaktion schreibt.",
    "en": "The Quayside Post is paid for by its readers and by nobody else. If you value our journalism, please subscribe "
    "for four pounds a month; you can cancel whenever you like.",
    "es": "Las opiniones expresadas en los comentarios son responsabilidad de sus autores. La redacción se reserva el "
    "derecho de eliminar los mensajes ofensivos; queda prohibida la reproducción sin autorización.",
    "fr": "Les commentaires sont modérés par la rédaction. Pour réagir, connectez-vous à votre compte ; vous pouvez aussi "
    "soutenir notre journal en faisant un don ou en vous abonnant à notre infolettre.",
    "it": "Il nostro giornale vive grazie ai suoi lettori e non riceve contributi pubblici. Se vuoi sostenerci, abbonati "
    "oppure fai una donazione: l'accesso al sito resta gratuito per tutti.",
    "ja": "当サイトに掲載された記事・写真の無断転載を禁じます。会員登録をされた方には、毎週金曜日に無料のメールマガジンを"
    "お届けしています。お問い合わせは編集部までお願いいたします。",
    "ko": "저희 신문은 독자 여러분의 후원으로 만들어집니다. 월 5천 원으로 정기 구독 회원이 되시면 홈페이지의 모든 기사를 "
    "무료로 보실 수 있습니다. 무단 전재와 재배포를 금지합니다.",
    "nl": "Onze redactie werkt onafhankelijk en zonder winstoogmerk. Steun ons met een donatie of word lid: met een "
    "abonnement leest u alle artikelen op onze website en ontvangt u de nieuwsbrief.",
    "pt": "O nosso jornal é independente e sem fins lucrativos. Assine por três euros por mês, apoie a redação e receba a "
    "nossa newsletter no seu e-mail. É proibida a reprodução sem autorização.",
    "ru": "Наше издание независимо и существует на пожертвования читателей. Поддержите редакцию: оформите подписку на сайте "
    "или подпишитесь на бесплатную рассылку. Перепечатка материалов запрещена.",
    "vi": "Tòa soạn chúng tôi độc lập và sống nhờ bạn đọc ủng hộ. Mời quý vị đăng ký thành viên trên trang web để đọc "
    "không giới hạn và nhận bản tin miễn phí qua thư điện tử.",
    "zh": "本站所有内容版权归本报所有，未经授权不得转载。欢迎您订阅我们的电子报，成为会员后每月可免费阅读全部文章，"
    "如有疑问请联系编辑部邮箱。",
    "id": "Redaksi kami independen dan hidup dari dukungan pembaca. Silakan berlangganan atau beri donasi, dan daftar "
    "gratis untuk menerima buletin kami lewat surel Anda setiap pagi.",
}  # fmt: skip


def test_the_shipped_weights_fit_the_measures() -> None:
    assert trained().names == NAMES
    assert trained().last.shape[1] == len(OUTPUTS)


@pytest.mark.parametrize("language", FURNITURE)
def test_an_outlet_that_turns_to_its_reader_behind_the_article_goes(language: str) -> None:
    result = cleaned(MENU, HEADLINE, FIRST, SECOND, THIRD, *BUTTONS, FURNITURE[language])
    assert result.text.split("\n\n") == [FIRST, SECOND, THIRD]


def test_articles_about_the_press_stay() -> None:
    about = "Our readers will not pay twice, its publisher said: a subscription costs as much as a month of coffee now."
    result = cleaned(MENU, HEADLINE, FIRST, about, SECOND, THIRD, *BUTTONS)
    assert result.text.split("\n\n") == [FIRST, about, SECOND, THIRD]


def test_only_the_last_paragraphs_with_a_voice_are_asked_about() -> None:
    ours = f"We asked our readers. {SECOND}"
    page = ruled_page(
        [MENU, HEADLINE, ours, *(f"{FIRST} Item {n}." for n in range(6)), *BUTTONS, f"{ours} They agreed."]
    )
    assert [page.lines[i] for i in doubtful(page)] == [f"{ours} They agreed."]
    assert list(doubtful(ruled_page([MENU, HEADLINE, *BUTTONS, ours]))) == []  # its only paragraph


def test_one_voice_is_enough_wherever_it_speaks_and_a_closing_line_stays() -> None:
    one, two = f"{SECOND} A journalist wrote it down.", f"{THIRD} A journalist wrote it down."
    page = ruled_page([MENU, HEADLINE, FIRST, one, two, *BUTTONS])
    assert [page.lines[i] for i in doubtful(page)] == [one, two]
    page = ruled_page([MENU, HEADLINE, FIRST, one, *BUTTONS, f"We asked our readers. {THIRD} - VNA"])
    assert [page.lines[i] for i in doubtful(page)] == [one]


def test_somebody_quoted_who_says_we_is_not_asked_about() -> None:
    assert not doubtful(ruled_page([MENU, HEADLINE, FIRST, f"{SECOND} We told them ourselves.", *BUTTONS]))


def test_what_the_network_is_sure_of_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = f"We asked our readers. {THIRD}"
    page = (MENU, HEADLINE, FIRST, SECOND, *BUTTONS, ours)
    monkeypatch.setattr(paragraph_scorer, "trained", lambda: that_says(0.97, trained()))
    result = cleaned(*page)
    assert result.text.split("\n\n") == [FIRST, SECOND]
    assert "scored 0.97" in {removed.rule for removed in result.removed}
    monkeypatch.setattr(paragraph_scorer, "trained", lambda: that_says(0.94, trained()))
    assert ours in cleaned(*page).text


def test_each_paragraph_has_all_measures_and_all_are_numbers() -> None:
    page = ruled_page([MENU, HEADLINE, FIRST, SECOND, *BUTTONS, *FURNITURE.values(), f"\ud800 {THIRD}"])
    rows = page.prose()
    found = paragraph_measures(page, Sheet(page), rows, [voices(page, i) for i in rows])
    assert found.shape == (len(rows), len(NAMES))
    assert np.isfinite(found).all()


def test_gaps_count_what_was_removed_beside_a_paragraph() -> None:
    page = ruled_page([MENU, HEADLINE, FIRST, *BUTTONS, SECOND])
    first, second = page.prose()
    assert (gap(page, first, -1), gap(page, first, 1)) == (0, len(BUTTONS))
    assert (gap(page, second, -1), gap(page, second, 1)) == (len(BUTTONS), 0)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("We sent our readers a newsletter", {"we": 2, "support": 1, "channel": 1, "comments": 0}),
        ("A westerly wind weakened", {"we": 0}),
        ("未经授权不得转载", {"law": 3}),
        ("Les abonnés ont un compte", {"subscription": 2}),
        ("Stay informed: read on, and tell us", {"invitation": 3, "note": 0}),
        ("この記事は訂正されました", {"note": 2, "programme": 0}),
        ("Den Podcast finden Sie in der Mediathek", {"programme": 2, "invitation": 1}),
    ],
)
def test_voices_are_counted_by_their_terms(text: str, counts: dict[str, int]) -> None:
    found = dict(zip(VOICES.bit, VOICES.counts(text.casefold(), 3), strict=True))
    assert {name: found[name] for name in counts} == counts


def test_paragraphs_are_learned_from_labelled_pages() -> None:
    lines = [(MENU, "boilerplate"), (HEADLINE, "title"), (FIRST, "body"), (SECOND, "body")]
    lines += [(line, "boilerplate") for line in (*BUTTONS, FURNITURE["en"])]
    article = gold(*lines, title=HEADLINE)
    (example,) = paragraph_examples([article], seen=False)
    assert list(zip(example.label, example.asked, strict=True)) == [
        ("body", False),
        ("body", False),
        ("boilerplate", True),
    ]
    likely = fit_paragraphs([example] * 20).likelihoods(example.measures)[:, 0]
    assert likely.argmax() == len(likely) - 1
