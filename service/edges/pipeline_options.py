"""What settings say of the pipeline, for whoever makes one of them: worker, commands, processes of theirs."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from service.edges.cache import AUTO
from service.edges.taxonomies import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.edges.settings import Settings

DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "taxonomy": "vietnam-diplomacy",
        "languages": LANGUAGES,
        "event_source": "urn:communique",
        "max_bytes": 8_388_608,
        "include": (),
        "cache_folder": AUTO,
    }
)
"""The arguments of the pipeline where nothing is set: what `pipeline_options` makes of the settings' defaults."""

_PREFIX: Final = "COMMUNIQUE_"


def pipeline_options(settings: Settings) -> dict[str, Any]:
    """The arguments of the pipeline that `settings` describe; no secrets among them."""
    return {
        "taxonomy": settings.taxonomy,
        "languages": settings.languages,
        "event_source": settings.event_source,
        "max_bytes": settings.max_article_bytes,
        "include": settings.include,
        "cache_folder": settings.cache_folder,
    }


def anything_set() -> bool:
    """Whether the environment sets anything, or tries to: then settings are to be read, and may be refused."""
    return any(name.upper().startswith(_PREFIX) for name in os.environ)
