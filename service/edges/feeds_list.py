"""The list of feeds to follow: a YAML file that a person writes."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationError

from service.edges.refused_values import refused
from service.edges.yaml_files import read_yaml
from service.errors import SettingsError

MAX_FEEDS: Final = 10_000
MOST_SHOWN: Final = 20
"""Mistakes of one list that are told at once."""

_MENDS: Final = {
    "url": "`url:` and an address that begins with http:// or https://",
    "name": "1 to 200 characters, or leave it out",
    "every": "a time from 30s to 7d, such as 15m or 1h",
    "language": "a code such as en or pt-BR, or leave it out",
    "content": "`page` or `feed`",
}
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_ADDRESS: Final[TypeAdapter[HttpUrl]] = TypeAdapter(HttpUrl)


def _seconds(given: Any) -> Any:
    """Seconds of a time such as `90s`, `15m`, `1h`."""
    if isinstance(given, str) and given[:-1].isdigit() and given[-1:] in _UNITS:
        return int(given[:-1]) * _UNITS[given[-1]]
    return given


def _checked(given: Any) -> Any:
    """The address as it is written, if it is one: pydantic's own form would be another address to some servers."""
    _ADDRESS.validate_python(given)
    return given


class FeedSource(BaseModel):
    """One feed to follow.

    Attributes:
        url: the feed's address.
        name: of the outlet; the feed's own title when absent.
        every: seconds between two looks; the setting's when absent.
        language: of its articles, where the feed does not tell.
        content: `page`: the article's page is wanted; `feed`: what the feed carries of it is enough, where it does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Annotated[str, BeforeValidator(_checked), Field(max_length=2048)]
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    every: Annotated[float, BeforeValidator(_seconds), Field(ge=30, le=604_800)] | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)] | None = None
    content: Literal["page", "feed"] = "page"


def read_feeds(path: str) -> tuple[FeedSource, ...]:
    """Read the list.

    Args:
        path: a YAML file: `feeds:` and below it addresses, or mappings with the attributes of FeedSource.

    Raises:
        SettingsError: it cannot be read, or an entry is wrong: says which, what and the mend.
    """
    entries = _entries(path)
    found = [_source(path, place, entry) for place, entry in enumerate(entries, 1)]
    if wrong := [line for lines in found if isinstance(lines, list) for line in lines]:
        raise SettingsError("\n".join(wrong[:MOST_SHOWN]))
    sources = [source for source in found if isinstance(source, FeedSource)]
    seen: dict[str, int] = {}
    for place, source in enumerate(sources, 1):
        if (first := seen.setdefault(source.url, place)) != place:
            raise SettingsError(f"{path}: feed {place} is feed {first} again, {source.url}; take one out")
    return tuple(sources)


def _entries(path: str) -> list[Any]:
    try:
        read = read_yaml(path)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; COMMUNIQUE_FEEDS names a YAML file of feeds") from None
    entries = read.get("feeds") if isinstance(read, dict) else None
    if not isinstance(entries, list) or not entries:
        raise SettingsError(f"{path}: holds no feeds; write `feeds:` and below it an address a line, `- https://...`")
    if more := sorted(str(key) for key in read if key != "feeds"):
        raise SettingsError(f"{path}: there is no key `{more[0]}` beside `feeds`; `communique settings` lists settings")
    if len(entries) > MAX_FEEDS:
        raise SettingsError(f"{path}: holds {len(entries)} feeds; at most {MAX_FEEDS} are followed")
    return entries


def _source(path: str, place: int, entry: Any) -> FeedSource | list[str]:
    """The feed of an entry, or what is wrong with it, a line each."""
    try:
        return FeedSource.model_validate({"url": entry} if isinstance(entry, str) else entry)
    except ValidationError as error:
        return [f"{path}: feed {place}: {_explain(found)}" for found in error.errors(include_url=False)]


def _explain(error: Any) -> str:
    key = str(error["loc"][0]) if error["loc"] else ""
    if not key:
        return f"is no address and no mapping; write {_MENDS['url']}"
    if error["type"] == "extra_forbidden":
        return f"there is no key `{key}`; known are {', '.join(FeedSource.model_fields)}"
    if error["type"] == "missing":
        return f"`{key}` is missing; write {_MENDS[key]}"
    return f"`{key}`: {refused(error).partition(';')[0]}; write {_MENDS[key]}"
