"""What a first start has to make, made by a process of its own: what that takes of memory ends with it.

Compiling the taxonomy and unpacking the language model takes a worker some 150 MB for a second, and leaves its heap in
pieces, of which 80 MB are never given back. A process before it fills the cache folder; the worker then starts as every
other does. Where that does not work the worker makes both itself, as it always can.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import DEVNULL, Process
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


async def fill_cache(settings: Settings) -> bool:
    """See that the cache folder has what the pipeline of `settings` reads from it.

    A worker may be told to stop meanwhile: cancelled, it ends the process.

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
    try:
        async with asyncio.timeout(MOST_SECONDS):
            code = await _run(sys.executable, "-c", _COMMAND, *words)
    except OSError as error:  # one of them is that the time is up
        log.debug("the cache folder was not filled beforehand: %r", error)
    else:
        log.debug("the process that fills the cache folder ended with %d", code)
    return True


async def _run(*command: str) -> int:
    """The exit code of a process, which does not outlive this call."""
    # What is wrong with a taxonomy the worker says itself.
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    try:
        return await process.wait()
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
