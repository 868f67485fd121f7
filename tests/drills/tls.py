"""A TLS proxy in front of an HTTP server. Needs the `openssl` command."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path


def make_certificate(folder: Path, host: str) -> ssl.SSLContext:
    """A context with a certificate for `host` that only this drill trusts."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", f"/CN={host}"]
        + ["-addext", f"subjectAltName=DNS:{host}"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@contextmanager
def front(context: ssl.SSLContext, port: int, behind: int) -> Iterator[None]:
    """Forward encrypted traffic from `port` to the port `behind`; without a listener there, close it."""

    open_writers: set[asyncio.StreamWriter] = set()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_writers.add(writer)
        try:
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            open_writers.discard(writer)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", behind)
        except OSError:
            writer.close()
        else:
            await asyncio.gather(pipe(reader, server_writer), pipe(server_reader, writer))

    async def serve() -> None:
        # Errors of connections that a killed server left half open are expected.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        async with await asyncio.start_server(meet, "127.0.0.1", port, ssl=context):
            is_open.set()
            await asyncio.to_thread(is_over.wait)
            # A connection that the loop leaves open is a warning in whatever test runs when it is collected.
            while open_writers:
                for writer in open_writers:
                    writer.transport.abort()
                await asyncio.sleep(0.01)

    is_open, is_over = threading.Event(), threading.Event()
    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    is_open.wait()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
