"""What settings say of the pipeline, for whoever makes one of them: worker, commands, processes of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.edges.settings import Settings


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
