"""The client against servers that misbehave in every way we know: each has its reason, in time, within its bounds."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
import tracemalloc

import h2.config
import h2.connection
import h2.events
import pytest
import trustme

from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Answer, Bounds, SafeClient
from service.errors import FetchError
from service.models import Reason
from tests.web.server import Server, page

SMALL = Bounds(deadline_seconds=2.0, max_bytes=200_000)


@pytest.fixture(scope="module")
def web():
    with Server() as server:
        yield server


def client_of(*servers: Server, **options) -> SafeClient:
    allowed = [f"{name}:{server.port}" for server in servers for name in ("127.0.0.1", "localhost", "second.example")]
    return SafeClient(AddressPolicy(allow=allowed), user_agent="communique-test/1", resolver=loopback, **options)


async def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def get(server: Server, path: str, bounds: Bounds = SMALL, **options) -> Answer:
    async def ask() -> Answer:
        async with client_of(server) as client:
            return await client.get(server.url(path), bounds=bounds, **options)

    return asyncio.run(ask())


def failure(server: Server, path: str, bounds: Bounds = SMALL) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(server, path, bounds)
    return caught.value


@pytest.mark.parametrize(
    ("path", "reason", "heals"),
    [
        ("/drip", Reason.FETCH_TIMEOUT, True),
        ("/silent", Reason.FETCH_TIMEOUT, True),
        ("/slow/9", Reason.FETCH_TIMEOUT, True),
        ("/endless", Reason.FETCH_TOO_LARGE, False),
        ("/endless-headers", Reason.FETCH_PROTOCOL, True),
        ("/page/1?size=300000", Reason.FETCH_TOO_LARGE, False),
        ("/bomb/gzip", Reason.FETCH_TOO_LARGE, False),
        ("/bomb/deflate", Reason.FETCH_TOO_LARGE, False),
        ("/packed/broken", Reason.FETCH_PROTOCOL, True),
        ("/packed/cut", Reason.FETCH_PROTOCOL, True),
        ("/packed/br", Reason.FETCH_CONTENT_TYPE, False),
        ("/packed/twice", Reason.FETCH_CONTENT_TYPE, False),
        ("/short", Reason.FETCH_PROTOCOL, True),
        ("/reset", Reason.FETCH_CONNECTION, True),
        ("/garbage", Reason.FETCH_PROTOCOL, True),
        ("/chain/6", Reason.FETCH_REDIRECTS, False),
        ("/redirect/302?to=http://[", Reason.FETCH_BAD_URL, False),
        ("/redirect/302?to=javascript:alert(1)", Reason.FETCH_BAD_URL, False),
    ],
)
def test_a_server_that_misbehaves(web, path: str, reason: Reason, heals: bool) -> None:
    begun = time.monotonic()
    error = failure(web, path)
    assert (error.reason, error.heals) == (reason, heals)
    assert time.monotonic() - begun < 4


def test_a_loop_of_redirects_is_noticed(web) -> None:
    assert (
        failure(web, f"/redirect/302?to={web.url('/redirect/302')}%3Fto=%2Fchain%2F9").reason is Reason.FETCH_REDIRECTS
    )
    asked = web.asked["/redirect/308?to=?to=?"]
    assert failure(web, "/redirect/308?to=?to=?").reason is Reason.FETCH_REDIRECTS
    assert web.asked["/redirect/308?to=?to=?"] - asked <= 2


def test_more_than_was_promised_is_not_read(web) -> None:
    assert get(web, "/long").body == page(1)[:20]


@pytest.mark.parametrize("path", ["/page/1", "/packed/gzip", "/packed/deflate", "/packed/bare", "/chain/5"])
def test_an_orderly_answer(web, path: str) -> None:
    answer = get(web, path)
    assert answer.status == 200
    assert answer.body == page(1)


def test_media_type_and_charset_are_told(web) -> None:
    answer = get(web, "/kind?kind=Text/HTML;charset=ISO-8859-1")
    assert (answer.content_type, answer.charset, answer.body) == ("text/html", "iso-8859-1", b"caf\xe9")


def test_other_media_types_are_not_read(web) -> None:
    bounds = Bounds(content_types=frozenset({"text/html"}))
    assert failure(web, "/kind?kind=application/pdf", bounds).reason is Reason.FETCH_CONTENT_TYPE
    assert get(web, "/kind?kind=text/html", bounds).status == 200


def test_a_bomb_takes_no_more_memory_than_allowed(web) -> None:
    async def ask() -> None:
        async with client_of(web) as client:
            with contextlib.suppress(FetchError):
                await client.get(web.url("/page/1"), bounds=SMALL)
            tracemalloc.start()
            for path in ("/bomb/gzip", "/bomb/deflate", "/endless", "/endless-headers"):
                with contextlib.suppress(FetchError):
                    await client.get(web.url(path), bounds=SMALL)

    asyncio.run(ask())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The server's own thread is in this measure, with what it has under way; 64 MiB are what the bomb holds.
    assert peak < 8 << 20


def test_cookies_are_not_kept(web) -> None:
    async def ask() -> None:
        async with client_of(web) as client:
            await client.get(web.url("/cookie"))
            await client.get(web.url("/page/7"))

    asyncio.run(ask())
    assert "cookie" not in web.headers["/page/7"]
    assert web.headers["/page/7"]["user-agent"] == "communique-test/1"


def test_headers_of_ours_are_not_sent_to_another_host(web) -> None:
    with Server() as other:

        async def ask() -> None:
            async with client_of(web, other) as client:
                headers = {"authorization": "Bearer secret"}
                await client.get(web.url(f"/redirect/302?to={other.url('/page/1', 'second.example')}"), headers=headers)
                await client.get(web.url("/redirect/302?to=/page/8"), headers=headers)

        asyncio.run(ask())
        assert "authorization" not in other.headers["/page/1"]
        assert web.headers["/page/8"]["authorization"] == "Bearer secret"


def test_connections_are_used_again_also_after_redirects_and_refusals(web) -> None:
    async def ask() -> None:
        async with client_of(web) as client:
            for path in ("/page/1", "/chain/3", "/status/404", "/status/500", "/page/2"):
                await client.get(web.url(path), bounds=SMALL)

    before = web.connections
    asyncio.run(ask())
    assert web.connections - before == 1


def test_what_is_posted_is_not_redirected(web) -> None:
    async def post(path: str) -> Answer:
        async with client_of(web) as client:
            return await client.post(web.url(path), content=b'{"a": 1}', bounds=SMALL)

    assert asyncio.run(post("/page/3")).body == page(3)
    with pytest.raises(FetchError, match="redirects what is sent"):
        asyncio.run(post("/redirect/307?to=/page/3"))


def test_nothing_listens_and_no_such_name(web) -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError(host)

    async def ask(resolver) -> FetchError:
        async with SafeClient(
            AddressPolicy(ports=[1], allow=["a.example"]), user_agent="t", resolver=resolver
        ) as client:
            with pytest.raises(FetchError) as caught:
                await client.get("http://a.example:1/")
            return caught.value

    for resolver in (loopback, nobody):
        error = asyncio.run(ask(resolver))
        assert (error.reason, error.heals) == (Reason.FETCH_CONNECTION, True)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def https(authority: trustme.CA, *names: str) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return Server(tls=context)


def test_tls_checks_the_certificate_against_the_host_and_the_authority(authority, tmp_path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    async def ask(server: Server, host: str, **options) -> Answer:
        async with client_of(server, **options) as client:
            return await client.get(server.url("/page/1", host), bounds=SMALL)

    trusted = {"ca_file": str(tmp_path / "ca.pem")}
    with https(authority, "second.example") as server:
        # The connection goes to 127.0.0.1; SNI and certificate are the host's.
        assert asyncio.run(ask(server, "second.example", **trusted)).body == page(1)
        for host, options in (("localhost", trusted), ("second.example", {})):
            with pytest.raises(FetchError) as caught:
                asyncio.run(ask(server, host, **options))
            assert (caught.value.reason, caught.value.heals) == (Reason.FETCH_TLS, False)
            assert "certificate" in caught.value.detail


def test_details_hold_nothing_of_what_the_server_sent(web) -> None:
    for path in ("/garbage", "/kind?kind=text/secret", "/redirect/302?to=http://["):
        bounds = Bounds(deadline_seconds=2, content_types=frozenset({"text/html"}))
        assert "OpenSSH" not in failure(web, path, bounds).detail


class Http2(asyncio.Protocol):
    """As little of an HTTP/2 server as answers a request with a page."""

    answered = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.state.initiate_connection()
        transport.write(self.state.data_to_send())

    def data_received(self, data: bytes) -> None:
        for event in self.state.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                Http2.answered += 1
                self.state.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
                self.state.send_data(event.stream_id, page(1), end_stream=True)
        self.transport.write(self.state.data_to_send())


def test_http2_is_spoken_where_the_server_speaks_it_over_one_connection(authority, tmp_path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    authority.issue_cert("second.example").configure_cert(context)

    async def ask() -> list[bytes]:
        loop = asyncio.get_running_loop()
        connections = []

        def made() -> Http2:
            connections.append(Http2())
            return connections[-1]

        server = await loop.create_server(made, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        policy = AddressPolicy(allow=[f"second.example:{port}"])
        async with SafeClient(policy, user_agent="t", resolver=loopback, ca_file=str(tmp_path / "ca.pem")) as client:
            await client.get(f"https://second.example:{port}/0", bounds=SMALL)
            answers = await asyncio.gather(
                *(client.get(f"https://second.example:{port}/{n}", bounds=SMALL) for n in range(5))
            )
        server.close()
        assert len(connections) == 1
        return [answer.body for answer in answers]

    assert asyncio.run(ask()) == [page(1)] * 5
    assert Http2.answered == 6
