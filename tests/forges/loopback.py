"""A forge on a loopback port that keeps its pull requests, records what it is asked, and fails when
told to."""

from __future__ import annotations

import http.server
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: Any

    def option(self, name: str, default: str = "") -> str:
        return dict(self.query).get(name, default)

    def page(self, size: str) -> slice:
        length = int(self.option(size, "30"))
        start = (int(self.option("page", "1")) - 1) * length
        return slice(start, start + length)


@dataclass(frozen=True, slots=True)
class Told:
    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """`forced`: the answer is not the forge's own."""

    asked: Asked
    told: Told
    forced: bool


@dataclass(slots=True)
class Fault:
    """Happens to the next `times` requests that it fits. `told` None: the connection is cut;
    `done`: after the request was carried out."""

    method: str
    path: str
    told: Told | None
    done: bool = False
    times: int = 1

    def takes(self, asked: Asked) -> bool:
        fits = re.search(self.path, asked.path) and re.fullmatch(self.method, asked.method)
        return bool(fits and self.times)


Answer = Callable[..., Told]
Routes = Mapping[tuple[str, str], Answer]


class Loopback:
    """Serves `routes`: method and a pattern of the path -> a function of what is asked and of the
    pattern's groups."""

    def __init__(self, routes: Routes, authorization: str) -> None:
        self._routes = [(method, re.compile(path), act) for (method, path), act in routes.items()]
        self.authorization = authorization
        self.exchanges: list[Exchange] = []
        self.faults: list[Fault] = []
        self.readonly = False
        self.url = ""
        self._lock = threading.Lock()

    def answer(self, asked: Asked) -> Told | None:
        with self._lock:
            fault = next((each for each in self.faults if each.takes(asked)), None)
            if fault is not None:
                fault.times -= 1
            told = self._carried_out(asked) if fault is None or fault.done else None
            shown = told if fault is None else fault.told
            self.exchanges.append(Exchange(asked, shown or Told(0, None), fault is not None))
            return shown

    def _carried_out(self, asked: Asked) -> Told:
        if asked.headers.get("authorization") != self.authorization:
            return Told(401, {"message": "Bad credentials"})
        for method, path, act in self._routes:
            found = path.fullmatch(asked.path)
            if found and method == asked.method:
                if self.readonly and method != "GET" and not asked.path.endswith("/graphql"):
                    return Told(403, {"message": "Resource not accessible"})
                return act(asked, *map(unquote, found.groups()))
        return Told(404, {"message": "Not Found"})

    def calls(self, method: str = "", path: str = "") -> int:
        return sum(
            method in ("", each.asked.method) and bool(re.search(path, each.asked.path))
            for each in self.exchanges
        )


@contextmanager
def serving(loopback: Loopback) -> Iterator[Loopback]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length)
            address = urlsplit(self.path)
            asked = Asked(
                self.command, address.path, tuple(parse_qsl(address.query, True)),
                {name.lower(): value for name, value in self.headers.items()},
                json.loads(body) if body else None,
            )  # fmt: skip
            told = loopback.answer(asked)
            if told is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            text = (
                told.data.encode() if isinstance(told.data, str) else json.dumps(told.data).encode()
            )
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    loopback.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
