"""Which URLs may be asked for, and which addresses connected to: the whole policy against forged requests.

A URL in an article is a stranger's. Whoever can make us ask for it could otherwise reach what only we can reach: our
own machine, the network behind it, a cloud's metadata service. Names prove nothing, for their owner decides what they
resolve to, each time anew. What counts is the address that a connection is made to, and that is checked last, by
`backend.GuardedBackend`, with `AddressPolicy.permits`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from service.errors import FetchError, SettingsError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_URL = 8_192
"""Characters of a URL: RFC 9110, 4.1, asks for at least 8,000."""
URLS_KEPT = 256
"""URLs found good lately."""
DEFAULT_PORTS = {"http": 80, "https": 443}

_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out as global unicast; whatever is outside is special, or nobody's yet."""

_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        # IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890), written out: the tables in Python's ipaddress
        # differ between its versions.
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23",  # IETF protocols, among them Teredo, ORCHID and benchmarking
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",
        # A public address that Azure answers on inside its machines, with their secrets.
        "168.63.129.16/32",
    )
)  # fmt: skip
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "100.100.100.200/32",
        "192.0.0.192/32", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128",
    )
)  # fmt: skip
"""What a host name on the allow-list does not open either: link-local, multicast, metadata services (AWS, Google,
Azure, Alibaba, Oracle). A network on the list that covers one does."""

_NUMERIC = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")
"""A host whose last label looks so is an IPv4 address to some parsers (WHATWG URL, "ends in a number")."""
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")


@dataclass(frozen=True, slots=True)
class Exemption:
    """An entry of the allow-list: a host, on one port or the allowed ones, or a network."""

    host: str | None = None
    port: int | None = None
    network: Network | None = None


def parse_exemption(text: str) -> Exemption:
    """Read an entry of the allow-list: `host`, `host:port`, an address or a network in CIDR notation.

    Raises:
        SettingsError: it is none of these.
    """
    try:
        return Exemption(network=ipaddress.ip_network(text.strip("[]")))
    except ValueError:
        host, _, port = text.partition(":")
    if not _HOST.fullmatch(host.lower()) or (port and not (port.isdigit() and 0 < int(port) < 65_536)):
        raise SettingsError(f"{text!r} is neither a host, a host:port nor a network such as 10.1.0.0/16")
    return Exemption(host=host.lower().rstrip("."), port=int(port) if port else None)


class AddressPolicy:
    """What may be asked for, and where.

    Args:
        ports: that may be connected to.
        allow: exemptions for hosts and networks of one's own, as `parse_exemption` reads them. A host's name opens
            whatever private address it resolves to; a network opens its addresses to every name.
        setting: what the settings of both begin with, for the words of errors.

    Raises:
        SettingsError: an exemption cannot be read.
    """

    def __init__(
        self, ports: Iterable[int] = (80, 443), allow: Iterable[str] = (), setting: str = "COMMUNIQUE_FETCH"
    ) -> None:
        self._setting = setting
        self._ports = frozenset(ports)
        exemptions = [parse_exemption(text) for text in allow]
        self._networks = tuple(one.network for one in exemptions if one.network is not None)
        self._hosts = frozenset(one.host for one in exemptions if one.host is not None)
        self._places = frozenset((one.host, one.port) for one in exemptions if one.port is not None)
        # Each guard on a page's way checks for itself; parsing its URL anew each time took a tenth of a fetch.
        self._checked = lru_cache(URLS_KEPT)(self._check_url)

    def check_url(self, text: str | httpx.URL) -> httpx.URL:
        """The URL to ask for.

        Raises:
            FetchError: it may not be asked for, whatever its host resolves to: not http or https, with a user or
                password, another port, no host, or a host that parsers read in different ways. With `fetch_address`
                when the host is a literal address that may not be connected to.
        """
        return self._checked(str(text))

    def _check_url(self, text: str) -> httpx.URL:
        url = _parse(text)
        if url.scheme not in DEFAULT_PORTS:
            raise _bad("only http and https are fetched")
        if url.userinfo or "@" in re.split("[/?#]", text.partition("//")[2])[0]:
            raise _bad("it names a user or password")
        host = url.raw_host.decode("ascii").lower()
        port = url.port or DEFAULT_PORTS[url.scheme]
        if port not in self._ports and (host.rstrip("."), port) not in self._places:
            raise _bad(f"port {port} is not among {self._setting}_PORTS")
        literal = _literal(host)
        if literal is not None:
            self.check_address(literal, host)
        return url

    def check_address(self, address: Address, host: str) -> None:
        """See that `address` may be connected to for the sake of `host`.

        Raises:
            FetchError: it may not.
        """
        if not self.permits(address, host):
            detail = (
                f"the host is, or resolves to, {address}, which is not a public address; {self._setting}_ALLOW "
                "lists exemptions"
            )
            raise FetchError(Reason.FETCH_ADDRESS, detail)

    def permits(self, address: Address, host: str) -> bool:
        """Whether `address` may be connected to for the sake of `host`."""
        if any(_holds(network, address) for network in self._networks):
            return True
        if host.lower().rstrip(".") in self._hosts:
            return not _within(address, _NEVER) and _embedded(address) is None
        return is_public(address)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public Internet, and carries no other address inside."""
    if isinstance(address, ipaddress.IPv6Address) and (address.scope_id or address not in _GLOBAL_V6):
        return False
    return address.is_global and not address.is_multicast and not _within(address, _SPECIAL)


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv4-mapped, IPv4-compatible or NAT64 one (RFC 4291, RFC 6052, RFC 8215)."""
    if isinstance(address, ipaddress.IPv4Address) or address == ipaddress.IPv6Address("::1"):
        return None
    prefixes = ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
    if _within(address, tuple(map(ipaddress.ip_network, prefixes))):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(_holds(network, address) for network in networks)


def _holds(network: Network, address: Address) -> bool:
    return network.version == address.version and address in network


def _parse(text: str) -> httpx.URL:
    import httpx  # noqa: PLC0415 - settings need this module, and the library is to start without an HTTP client

    if len(text) > MAX_URL:
        raise _bad(f"it has more than {MAX_URL} characters")
    # Backslashes and white space are where URL parsers disagree most: what one takes for the host is path to another.
    if "\\" in text or any(character.isspace() or not character.isprintable() for character in text):
        raise _bad("it holds white space, control characters or a backslash; percent-encode them")
    try:
        url = httpx.URL(text)
        named = bool(url.host)  # which also decodes it, and can fail
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise _bad("it cannot be read as a URL") from None
    if not named:
        raise _bad("it names no host")
    if url.port is not None and not 0 < url.port < 65_536:
        raise _bad("there is no such port")
    return url


def _literal(host: str) -> Address | None:
    """The address that a host is, None for a name.

    Raises:
        FetchError: it is neither a plain name nor an address in its one usual notation.
    """
    if ":" in host:
        if "%" in host:
            raise _bad("its address names a network interface")
        try:
            return ipaddress.IPv6Address(host)
        except ValueError:
            raise _bad("its host is no IPv6 address") from None
    if not _HOST.fullmatch(host):
        raise _bad("its host is no host name")
    if not _NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        raise _bad("its host is a number, but no IPv4 address as four decimal numbers") from None


def _bad(why: str) -> FetchError:
    return FetchError(Reason.FETCH_BAD_URL, f"the URL is not fetched: {why}")
