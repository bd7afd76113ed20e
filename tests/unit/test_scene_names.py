"""Lines between paragraphs that name the scene of an event, as portals translate them by machine."""

from __future__ import annotations

import pytest

from service.core.events import descriptive, names_scene
from tests.unit.flattened import cleaned

NAMED = (
    "Scene of the working session.", "General view of the reception", "Das Bild der Szene der Sitzung.",
    "Blick auf den Empfang.", "Vue de la séance de travail.", "Scène de la réception", "Escena de la recepción.",
    "Vista de la sesión de trabajo.", "Scena dell'incontro.", "Veduta della cerimonia di apertura.",
    "Uitzicht op de receptie.", "Het tafereel van de openingsceremonie.", "Visão da sessão de trabalho.",
    "Suasana resepsi.", "Сцена встречи.", "Вид на заседание и церемонии", "会见现场", "座谈会现场一角。", "表彰式の様子",
    "협약식 모습",
)  # fmt: skip
OTHERS = (
    "Scene of the crime.", "A view of the world", "Vista de la sesión: tres horas de debate.", "Blick auf den Markt",
    "The scene of the meeting was a tent by the river, and it leaked.", "Visão de futuro", "现场直播", "会议", "様子見",
    "Uitzicht op zee",
)  # fmt: skip


@pytest.mark.parametrize("line", NAMED)
def test_a_line_that_names_the_scene_of_an_event_is_known(line: str) -> None:
    assert names_scene(line)


@pytest.mark.parametrize("line", OTHERS)
def test_other_lines_that_open_or_end_alike_are_not(line: str) -> None:
    assert not names_scene(line)


def test_it_goes_between_paragraphs_only() -> None:
    text = [
        f"Le conseil du port a décidé mardi de reconstruire le quai {n} que la tempête avait brisé."
        for n in ("nord", "sud")
    ]
    found = cleaned("Le quai sera reconstruit", text[0], "Vue de la séance de travail.", text[1])
    assert found.text == "\n\n".join(text)
    assert "Vue de la séance" in cleaned("Le quai sera reconstruit", *text, "Vue de la séance de travail.").text


@pytest.mark.parametrize(
    "line", ["Los delegados toman una foto de recuerdo", "Die Gäste beim Erinnerungsfoto", "出席者の記念写真"]
)
def test_a_souvenir_photo_is_a_group_that_poses(line: str) -> None:
    assert descriptive(line) == "scene"
    assert descriptive(f"{line}.".replace("真.", "真を撮った。")) is None
