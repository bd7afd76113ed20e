"""Words that lost the space between them, recognised by common nouns of foreign-affairs reports.

Crawlers drop the space where a line or a tag ended: "elcanciller", "lesentreprises", "entrevistacon". A table of such
pairs, made from short word lists, is exact where a rule would guess: an entry stands for two words only, since no
word of the language is spelled like it. Nouns with a neighbour that is spelled so ("con" + "ciencia") are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple


class _Lexicon(NamedTuple):
    """One language's lists: words that run into the next noun, nouns, words that a noun runs into."""

    before: str
    nouns: str
    after: str


_LEXICONS: Final = (
    _Lexicon(  # Spanish
        "el la los las un una de del al en con por para que",
        "conferencia canciller misión misiones embajada embajador embajadora gobierno ministro ministra"
        " ministerio presidente presidencia secretario relaciones cooperación desarrollo diplomacia reunión países"
        " región frontera comercio seguridad economía empresas inversión congreso resolución declaración"
        " organización naciones asamblea delegación vietnamita vietnamitas internacional educación tecnología"
        " entrevista comunidad portavoz cumbre tratado viceministro autoridades convención patrimonio",
        "con de del que para por",
    ),
    _Lexicon(  # Spanish reflexive verbs of reports
        "se",
        "comprometió reunió celebró celebrará firmó firmaron realizó realizará refirió entrevistó mostró convirtió"
        " inició desarrolló efectuó llevó espera encuentra registró produjo trasladó dirigió unió sumó pronunció"
        " reafirmó destacó acordó aprobó anunció informó estableció conmemoró inauguró reunieron comprometieron",
        "",
    ),
    _Lexicon(  # Spanish months, which also follow "a"
        "a de en el al hasta desde entre",
        "enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre",
        "de del",
    ),
    _Lexicon(  # French
        "le la les un une des du de et aux dans pour avec leur",
        "entreprises ministre ministres ministère conférence réunion relations coopération développement"
        " diplomatie provinces habitants gouvernement président ambassadeur ambassade échanges région sécurité"
        " commerce vietnamiens vietnamienne séances participants résolution frontières partenaires institutions"
        " délégation communauté province visite consulat",
        "de du des et dans avec pour sur",
    ),
    _Lexicon(  # Italian
        "il lo la gli le un una di del della dei delle degli al alla con per nel nella",
        "conferenza ministro ministero governo ambasciatore ambasciata presidente relazioni cooperazione sviluppo"
        " diplomazia sicurezza commercio regione riunione vietnamita vietnamiti delegazione comunità paesi accordo",
        "di del della con per che",
    ),
    _Lexicon(  # Portuguese
        "os as um uma de do da dos das em no na nos nas com por para que",
        "conferência ministro ministério governo embaixada embaixador presidente relações cooperação"
        " desenvolvimento diplomacia segurança comércio região reunião vietnamita vietnamitas delegação comunidade"
        " países",
        "de do da dos das com por para que",
    ),
    _Lexicon(  # Dutch
        "de het een van en",
        "conferentie minister ministerie regering ambassade ambassadeur samenwerking betrekkingen ontwikkeling"
        " diplomatie delegatie gemeenschap provincie partijcongres",
        "van voor met",
    ),
    _Lexicon(  # English
        "the of and to for with from at by",
        "conference minister ministers ministry government ambassador embassy president relations cooperation"
        " development diplomacy security country countries province provinces meeting delegation community"
        " agreement",
        "of and the with for",
    ),
    _Lexicon(  # German, where nouns begin with a capital and `repair` parts them; these are the adjectives
        "der die das des dem den und mit von zum zur für eine einer eines einem einen ein wichtiges wichtige wichtigen",
        "politisches politische politischen wirtschaftliche wirtschaftlichen internationale internationalen"
        " vietnamesische vietnamesischen diplomatische diplomatischen auswärtige auswärtigen strategische"
        " strategischen",
        "und der die",
    ),
)


def _pairs(lexicon: _Lexicon) -> Iterator[tuple[str, str]]:
    """Every glued form of one language with the two words it stands for."""
    for noun in lexicon.nouns.split():
        yield from ((word + noun, f"{word} {noun}") for word in lexicon.before.split())
        yield from ((noun + word, f"{noun} {word}") for word in lexicon.after.split())


PARTED: Final = {glued: parted for lexicon in _LEXICONS for glued, parted in _pairs(lexicon)}
"""Glued form to the two words it stands for, in lower case."""
