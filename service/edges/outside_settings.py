"""What settings of fetching and of feeds have in common: lists of ports, and of hosts and networks of one's own."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from service.edges.http.addresses import parse_exemption
from service.errors import SettingsError

_PORT = re.compile(r"[0-9]{1,5}")


def parts(value: object) -> object:
    """The parts of a list that is written with commas, a bare number of a file being one; anything else as it is."""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return tuple(part.strip() for part in str(value).split(",") if part.strip())
    return value


def _checked_ports(value: object) -> object:
    """The parts of a list of ports; its library would name a wrong one by its place and in words of its own."""
    ports = parts(value)
    for port in ports if isinstance(ports, (tuple, list)) else ():
        if not _PORT.fullmatch(str(port)) or not 0 < int(str(port)) < 65_536:
            message = f"{port} is no port; write numbers from 1 to 65535 with commas between them, such as 80,443"
            raise ValueError(message)
    return ports


def _checked_exemptions(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        try:
            parse_exemption(text)
        except SettingsError as error:
            raise ValueError(str(error)) from None
    return value


Ports = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_checked_ports)]
"""Ports that may be connected to."""
Exemptions = Annotated[tuple[str, ...], NoDecode, BeforeValidator(parts), AfterValidator(_checked_exemptions)]
"""Hosts and networks that may be asked though they are not public."""
