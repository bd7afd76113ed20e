"""What takes long to make, from the cache where it has it: compiled taxonomies and the language model.

A digest of all that decides the outcome names it there: the taxonomy file's bytes, the languages, the source of all
that reads and compiles, Python and the library that parses YAML. A change of any of them is another name, so that
nothing stale can be met; whatever is wrong with the cache, the outcome is the same, only later.
"""

from __future__ import annotations

import functools
import platform
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.core import language, language_store, pattern_search, patterns, phrases, taxonomy, taxonomy_store, wording
from service.edges.cache import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.core.taxonomy import Taxonomy
    from service.edges.cache import Cache

TAXONOMY, LANGUAGE = "taxonomy", "language"
"""The kinds of files."""

_COMPILERS = ("concept_reader", "expressions", "taxonomy_parts", "taxonomy_reader", "taxonomy_source", "yaml_nodes")
"""Modules of the core that take part in compiling beside those above, and that this one does not import: where nothing
is compiled most of them are not loaded."""


def cached_taxonomy(data: bytes, *, name: str, languages: Sequence[str], cache: Cache | None) -> Taxonomy:
    """A taxonomy file, compiled: what `parse_taxonomy` gives of the same arguments, and raises.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        languages: those whose phrases are compiled.
        cache: where it may be kept; None: it is compiled.
    """
    digest = taxonomy_digest(data, languages) if cache is not None else None
    if cache is None or digest is None:
        return taxonomy.parse_taxonomy(data, name=name, languages=languages)
    kept = _kept(cache, TAXONOMY, digest, taxonomy_store.from_bytes)
    if kept is not None:
        return kept
    compiled, plan = taxonomy.compile_taxonomy(data, name=name, languages=languages)
    cache.write(TAXONOMY, digest, [taxonomy_store.to_bytes(compiled, plan)])
    return compiled


def cached_model(cache: Cache | None) -> LanguageIdentifier:
    """The language model for `LanguageDetector`."""
    digest = model_digest() if cache is not None else None
    if cache is None or digest is None:
        return language.latin_model()
    kept = _kept(cache, LANGUAGE, digest, language_store.from_buffer)
    if kept is not None:
        return kept
    model = language.latin_model()
    if cache.write(LANGUAGE, digest, language_store.to_parts(model)):
        # From the file already this time: less memory, and other processes share it.
        return _kept(cache, LANGUAGE, digest, language_store.from_buffer) or model
    return model


def keeps_taxonomy(data: bytes, languages: Sequence[str], cache: Cache) -> bool:
    """Whether the cache has this taxonomy."""
    digest = taxonomy_digest(data, languages)
    return digest is not None and cache.read(TAXONOMY, digest) is not None


def keeps_model(cache: Cache) -> bool:
    """Whether the cache has the language model."""
    digest = model_digest()
    return digest is not None and cache.read(LANGUAGE, digest) is not None


def is_kept(data: bytes, languages: Sequence[str], cache: Cache) -> bool:
    """Whether the cache has files for this taxonomy and the language model, without a look into them."""
    digests = {TAXONOMY: taxonomy_digest(data, languages), LANGUAGE: model_digest()}
    return all(digest is None or cache.has(kind, digest) for kind, digest in digests.items())


_Made = TypeVar("_Made")


def _kept(cache: Cache, kind: str, digest: str, made: Callable[[memoryview], _Made]) -> _Made | None:
    """What the cache has, made into what it stands for; None when it has nothing of use."""
    stored = cache.read(kind, digest)
    if stored is None:
        return None
    try:
        return made(stored)
    except ValueError:
        return None


def taxonomy_digest(data: bytes, languages: Sequence[str]) -> str | None:
    """The digest of all that decides what a taxonomy file compiles to; None where that cannot be found out."""
    ours = [
        Path(module.__file__ or "") for module in (pattern_search, patterns, phrases, taxonomy, taxonomy_store, wording)
    ]
    compilers = [Path(taxonomy.__file__).with_name(f"{name}.py") for name in _COMPILERS]
    return _digest([*ours, *compilers, _package("yaml")], (data, ",".join(languages).encode()))


def model_digest() -> str | None:
    """The digest of all that decides the language model."""
    ours = [Path(module.__file__ or "") for module in (language, language_store)]
    library = _package("py3langid")
    return _digest([*ours, library, library.parent / MODEL_FILE], ())


def _digest(files: Iterable[Path], parts: Iterable[bytes]) -> str | None:
    """The digest of files, of other parts and of what runs us; None where a file cannot be read: in a zip, for one."""
    try:
        return digest_of((_platform(), *(path.read_bytes() for path in files), *parts))
    except OSError:
        return None


@functools.cache
def _platform() -> bytes:
    """Python, its tables of letters and the order of bytes."""
    return f"{platform.python_implementation()} {sys.version} {unicodedata.unidata_version} {sys.byteorder}".encode()


def _package(name: str) -> Path:
    """The first file of a library's package, which says its version; found without loading it."""
    spec = find_spec(name)
    return Path(spec.origin) if spec is not None and spec.origin is not None else Path()
