"""What may not be asked for, case by case; and a naive client that is fooled by the same cases."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import httpcore
import httpx
import pytest

from service.edges.http.addresses import AddressPolicy, is_public
from service.edges.http.backend import GuardedBackend
from service.edges.http.client import Bounds, SafeClient
from service.errors import FetchError, SettingsError
from service.models import Reason
from tests.web.server import Server

BAD_URLS = [
    "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/_x", "data:text/html,x", "javascript:alert(1)",
    "//example.com/", "example.com", "", "http://", "http:///etc/passwd", "http://:80/", "ws://example.com/",
    "http://user@example.com/", "http://user:secret@example.com/", "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/", "http://example.com\\.evil.test/", "http://@example.com/",
    "http://example.com:22/", "http://example.com:6379/", "http://example.com:8080/", "https://example.com:0/",
    "http://example.com:99999/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/",
    "http://017700000001/", "http://127.1/", "http://127.0.1/", "http://0/", "http://1.2.3.4.5/", "http://1.2.3.256/",
    "http://127.0.0.1./", "http://08.8.8.8/", "http://[fe80::1%25eth0]/", "http://[::1", "http://[::g]/",
    "http://exa mple.com/", "http://example.com/\r\nHost: internal", "http://example.com/\x00", "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/", "http://ex\u00admple.com\u202e/", "http://①②⑦.0.0.1/", "http://xn--/",
    "http://example.com/" + "a" * 8200, "http://a_b!c.com/", "http://example..com/",
]  # fmt: skip
"""Refused as they stand, whatever they would resolve to."""

BAD_ADDRESSES = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::a9fe:a9fe", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "ff02::1",
    "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1", "3fff::1", "2001:10::1", "5f00::1", "100::1", "4000::1",
]  # fmt: skip
GOOD_ADDRESSES = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.215.14",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "192.0.1.1",
]


def refusal(url: str, **policy) -> Reason:
    with pytest.raises(FetchError) as caught:
        AddressPolicy(**policy).check_url(url)
    assert not caught.value.heals
    return caught.value.reason


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_url_is_refused_as_it_stands(url: str) -> None:
    assert refusal(url) is Reason.FETCH_BAD_URL


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_is_refused_as_a_literal_and_when_a_name_resolves_to_it(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert refusal(f"http://{host}/") is Reason.FETCH_ADDRESS
    assert asyncio.run(connection_refusal([address])) is Reason.FETCH_ADDRESS


async def connection_refusal(addresses: list[str]) -> Reason:
    async def resolver(host: str, port: int) -> list[str]:
        return addresses

    with pytest.raises(FetchError) as caught:
        await GuardedBackend(AddressPolicy(), resolver).connect_tcp("news.example", 80, 1.0)
    return caught.value.reason


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
def test_public_addresses_may_be_asked(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a?b=c",
        "HTTPS://EXAMPLE.com:443/",
        "http://münchen.example/ä",
        "http://8.8.8.8/",
        "http://a-b_c.example./",
        "https://[2606:4700:4700::1111]/",
    ],
)
def test_ordinary_urls_pass(url: str) -> None:
    assert AddressPolicy().check_url(url).scheme in {"http", "https"}


def test_full_width_digits_are_read_as_the_connection_reads_them() -> None:
    assert refusal("http://127。0。0。1/") is Reason.FETCH_ADDRESS


def test_every_address_of_a_host_is_judged_and_only_permitted_ones_are_connected_to() -> None:
    assert asyncio.run(connection_refusal(["10.0.0.1", "::1", "169.254.169.254"])) is Reason.FETCH_ADDRESS
    tried: list[str] = []

    class Inner:
        async def connect_tcp(self, host: str, *_: object) -> None:
            tried.append(host)
            raise httpcore.ConnectError("unreachable")

    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1", "8.8.8.8", "10.1.1.1", "2606:4700:4700::1111"]

    backend = GuardedBackend(AddressPolicy(), resolver)
    backend._inner = Inner()
    with pytest.raises(httpcore.ConnectError):
        asyncio.run(backend.connect_tcp("news.example", 80, 1.0))
    assert tried == ["8.8.8.8", "2606:4700:4700::1111"]


def test_exemptions_open_what_they_name_and_nothing_else() -> None:
    policy = AddressPolicy(allow=["cms.internal", "archive.internal:8080", "10.1.0.0/16", "fd12::/16"])
    ip = ipaddress.ip_address
    assert policy.permits(ip("10.9.9.9"), "cms.internal")
    assert policy.permits(ip("127.0.0.1"), "CMS.internal.")
    assert not policy.permits(ip("10.9.9.9"), "evil.example")
    assert policy.permits(ip("10.1.2.3"), "whoever.example")
    assert not policy.permits(ip("10.2.0.1"), "whoever.example")
    assert policy.check_url("http://archive.internal:8080/").port == 8080
    assert refusal("http://archive.internal:8081/", allow=["archive.internal:8080"]) is Reason.FETCH_BAD_URL


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "168.63.129.16"])  # fmt: skip
def test_an_exempt_name_does_not_open_metadata_services(address: str) -> None:
    assert not AddressPolicy(allow=["cms.internal"]).permits(ipaddress.ip_address(address), "cms.internal")


@pytest.mark.parametrize("text", ["", "a b", "10.0.0.0/99", "host:port", "host:0", "http://host", "host:70000"])
def test_an_exemption_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="neither a host"):
        AddressPolicy(allow=[text])


class Rebinding:
    """A resolver whose answer changes: first a public address, then the loopback.

    It cannot be outwitted by asking twice, only by connecting to what was checked.
    """

    def __init__(self) -> None:
        self.asked = 0

    def answer(self) -> str:
        self.asked += 1
        return "93.184.215.14" if self.asked == 1 else "127.0.0.1"

    async def __call__(self, host: str, port: int) -> list[str]:
        return [self.answer()]


@pytest.fixture
def internal():
    with Server() as server:
        yield server


def test_a_naive_client_is_fooled_by_rebinding(internal, monkeypatch) -> None:
    # The negative control: check the name, then let the client connect by name, as is done everywhere.
    rebinding, real = Rebinding(), socket.getaddrinfo

    def fooled(host, port, *args, **kwargs):
        return real(rebinding.answer() if host == "rebind.example" else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", fooled)
    checked = socket.getaddrinfo("rebind.example", internal.port)[0][4][0]
    assert is_public(ipaddress.ip_address(checked)), "the check passes"
    answer = httpx.get(f"http://rebind.example:{internal.port}/page/1", trust_env=False)
    assert answer.status_code == 200, "and the naive client has read a page of this machine"
    assert internal.asked["/page/1"] == 1


def test_our_client_is_not_fooled_by_rebinding(internal) -> None:
    rebinding = Rebinding()

    async def ask() -> list[Reason]:
        found = []
        policy = AddressPolicy(ports=[internal.port])
        async with SafeClient(policy, user_agent="test", resolver=rebinding) as client:
            for _ in range(3):
                try:
                    await client.get(internal.url("/page/1", "rebind.example"), bounds=Bounds(deadline_seconds=1))
                except FetchError as error:
                    found.append(error.reason)
        return found

    reasons = asyncio.run(ask())
    assert reasons[1:] == [Reason.FETCH_ADDRESS, Reason.FETCH_ADDRESS]
    assert reasons[0] in {Reason.FETCH_TIMEOUT, Reason.FETCH_CONNECTION}, "the public address was tried, and only it"
    assert not internal.asked


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/page/1", "http://internal.example:{port}/page/1", "http://[::ffff:127.0.0.1]:{port}/", "http://2130706433:{port}/", "//127.0.0.1:{port}/page/1", "file:///etc/passwd", "http://u:p@front.example:{port}/"])  # fmt: skip
def test_redirects_are_checked_each_time(internal, target: str) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def ask() -> None:
        # `front.example` alone may be on this machine.
        async with SafeClient(
            AddressPolicy(ports=[internal.port], allow=["front.example"]), user_agent="test", resolver=resolver
        ) as client:
            await client.get(internal.url(f"/redirect/302?to={target.format(port=internal.port)}", "front.example"))

    with pytest.raises(FetchError) as caught:
        asyncio.run(ask())
    assert caught.value.reason in {Reason.FETCH_ADDRESS, Reason.FETCH_BAD_URL}
    assert internal.asked["/page/1"] == 0


def test_a_naive_client_follows_a_redirect_inside(internal) -> None:
    url = internal.url(f"/redirect/302?to=http://127.0.0.1:{internal.port}/page/1")
    assert httpx.get(url, follow_redirects=True, trust_env=False).status_code == 200
    assert internal.asked["/page/1"] == 1


def test_a_peer_that_is_not_who_was_checked_is_hung_up_on(internal) -> None:
    # Whatever lies between (a proxy of the operating system, say): the socket's own word counts last.
    class Elsewhere:
        async def connect_tcp(self, host: str, port: int, *args: object):
            return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", port)

    async def resolver(host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    backend = GuardedBackend(AddressPolicy(), resolver)
    backend._inner = Elsewhere()
    with pytest.raises(FetchError) as caught:
        asyncio.run(backend.connect_tcp("news.example", internal.port, 1.0))
    assert caught.value.reason is Reason.FETCH_ADDRESS


def test_proxies_of_the_environment_are_not_used(internal, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    async def ask() -> int:
        policy = AddressPolicy(allow=[f"127.0.0.1:{internal.port}"])
        async with SafeClient(policy, user_agent="test") as client:
            return (await client.get(internal.url("/page/1"))).status

    assert asyncio.run(ask()) == 200
