"""What a first start has to make, made by a process of its own: what that takes of memory ends with it.

Compiling the taxonomy and unpacking the language model takes a worker some 150 MB for a second, and leaves its heap in
pieces, of which 80 MB are never given back. A process before it fills the cache folder; the worker then starts as every
other does. Where that does not work the worker makes both itself, as it always can.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

from service.cached import is_kept
from service.edges.cache import cache_of
from service.edges.taxonomies import read_taxonomy

if TYPE_CHECKING:
    from service.edges.settings import Settings

log = logging.getLogger(__name__)

MOST_SECONDS = 60.0
"""Then the worker does it itself."""
_COMMAND = """
import sys
taxonomy, languages, folder, *sys.path[:] = sys.argv[1:]
from service.pipeline import Pipeline
Pipeline(taxonomy, languages=languages.split(","), cache_folder=folder)
"""


def fill_cache(settings: Settings) -> bool:
    """See that the cache folder has what the pipeline of `settings` reads from it; blocks as making that does.

    Returns:
        Whether a process was started for it.

    Raises:
        TaxonomyError: there is no such taxonomy.
    """
    cache = cache_of(settings.cache_folder)
    data, _ = read_taxonomy(settings.taxonomy)
    if cache is None or is_kept(data, settings.languages, cache) or not cache.writable():
        return False
    words = [settings.taxonomy, ",".join(settings.languages), str(cache.folder), *sys.path]
    quiet = subprocess.DEVNULL  # what is wrong with a taxonomy the worker says itself
    try:
        subprocess.run(  # noqa: S603 - this interpreter
            [sys.executable, "-c", _COMMAND, *words],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.debug("the cache folder was not filled beforehand: %r", error)
    return True
