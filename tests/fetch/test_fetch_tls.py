import asyncio
import datetime as dt
import ssl
import threading
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fetch_raw import PAGE, answer, feed

from monitor.crawl import Crawls
from monitor.events import ArticleRead, Order, SourceFailed
from monitor.fetch.hooks import Wires
from monitor.model import Origin, Outlet, Source, SourceKind


@pytest.fixture
def secure(tmp_path):
    """A server on loopback with a certificate that nobody vouches for; its address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    loop, ready, port = asyncio.new_event_loop(), threading.Event(), []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        target = head.split(b" ")[1]
        base = f"https://127.0.0.1:{port[0]}"
        said = {b"/feed": feed(base + "/a"), b"/a": answer(PAGE)}
        writer.write(said.get(target, answer(b"", status="404 Not Found")))
        await writer.drain()
        writer.close()

    async def start():
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        port.append(server.sockets[0].getsockname()[1])
        ready.set()
        return server

    def run():
        loop.set_exception_handler(lambda *_: None)  # refused handshakes are the point
        server = loop.run_until_complete(start())
        loop.run_forever()
        server.close()
        loop.run_until_complete(asyncio.sleep(0.1))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(5)
    yield f"https://127.0.0.1:{port[0]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


def read(base, *, verify_tls):
    """The events of a crawl of the server."""
    events = []

    async def keep(event):
        events.append(event)

    outlet = Outlet(
        id="reel",
        name="Reel",
        home=base + "/",
        sources=(Source(kind=SourceKind.FEED, url=base + "/feed"),),
        verify_tls=verify_tls,
    )
    order = Order(outlet=outlet, origin=Origin.LIVE, allow=("127.0.0.0/8",), delay=0.0, user_agent="M/1")
    asyncio.run(Crawls(Wires(emit=keep)).crawl(order))
    return events


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    """By default nothing is read over a connection whose other end is not proven."""
    events = read(secure, verify_tls=True)

    assert [event for event in events if isinstance(event, SourceFailed)]
    assert not [event for event in events if isinstance(event, ArticleRead)]


def test_an_outlet_may_be_read_without_proof_if_its_entry_says_so(secure):
    """`verify_tls = false` is for one outlet, and it is read."""
    events = read(secure, verify_tls=False)

    assert [event for event in events if isinstance(event, ArticleRead)]
