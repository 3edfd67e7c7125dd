"""JSON requests to one forge: patient with servers, careful with what may have been done already,
silent about the token."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from selfheal_cli import __version__
from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import waits
from selfheal_cli.forges.answers import more, one_line, said
from selfheal_cli.forges.network import Lost, Network, Reply
from selfheal_cli.forges.tokens import Token

_ATTEMPTS = 4
_PATIENCE = 300.0  # seconds in which a server's own waits are kept, over a run
_CIRCUIT = 2  # calls in a row, each with all its attempts
_HOPS = 5
_PAGES = 50

Query = Mapping[str, str | int] | Sequence[tuple[str, str | int]]


class Refused(ForgeError):
    """The forge answered with an error of ours: `status` from 400 to 499."""

    def __init__(self, status: int, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Stands for what a request that was only rehearsed would have answered."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a forge wants to be asked: `headers` beside the token, seconds between two writes, and
    what the token needs, for the hint."""

    headers: Mapping[str, str]
    rights: str
    pace: float = 0.0


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: str
    body: bytes | None
    writes: bool


class _Passing(Exception):
    """It may go well another time: after `wait` seconds where the server says so, else after our
    own. `doubtful`: it may have been carried out."""

    def __init__(self, words: str, *, doubtful: bool, wait: float = -1) -> None:
        super().__init__(words)
        self.words = words
        self.doubtful = doubtful
        self.wait = wait


def _page(number: int) -> Mapping[str, int]:
    return {"page": number}


def _itself(data: Any) -> Any:
    return data


def nothing() -> None:
    """There is nothing that would show whether it was carried out; it may be done twice."""


class Client:
    """`base` is where the forge's addresses begin; a path that is a whole address is taken as it
    is, if it leads to the same server."""

    def __init__(self, network: Network, base: str, token: Token, manners: Manners) -> None:
        self._network = network
        self._base = base
        self._token = token
        self._manners = manners
        self._lost = 0
        self._waited = 0.0
        self._resume = 0.0
        self._written = 0.0
        self._open = ""

    @property
    def base(self) -> str:
        """Where the forge's addresses begin."""
        return self._base

    @property
    def host(self) -> str:
        """The server's name and port."""
        return urlsplit(self._base).netloc

    def say(self, words: str) -> None:
        """Tells of something that was left out."""
        self._network.say(self._masked(words))

    def sleep(self, seconds: float) -> None:
        """Lets the forge do something meanwhile; a rehearsal does not wait."""
        if not self._network.rehearsal:
            self._network.sleep(seconds)

    def get(self, path: str, query: Query = ()) -> Any:
        """What the forge has there. All methods raise ForgeError, Refused where it says no."""
        return self._data(self._reply(_Call("GET", self._url(path, query), None, False), nothing))

    def pages(
        self, path: str, query: Mapping[str, str | int], size: int,
        place: Callable[[int], Mapping[str, int]] = _page, items: Callable[[Any], Any] = _itself,
    ) -> Iterator[Any]:  # fmt: skip
        """The items of a list that comes in pages of `size`: `place` says how page 1, 2, 3 ... is
        asked for, `items` where they are in the answer."""
        seen = 0
        for page in range(1, _PAGES + 1):
            call = _Call("GET", self._url(path, {**query, **place(page)}), None, False)
            reply = self._reply(call, nothing)
            got = self._listed(self._data(reply), items)
            yield from got
            seen += len(got)
            if not got or not more(reply.headers, seen, len(got) >= size):
                return
        self.say(f"{self.host}: only the first {seen} of {path} were looked through")

    def _listed(self, data: Any, items: Callable[[Any], Any]) -> list[Any]:
        try:
            found = items(data)
        except (KeyError, TypeError):
            found = None
        if not isinstance(found, list):
            raise self.strange("a list was expected")
        return found

    def ask(self, path: str, body: object) -> Any:
        """A POST that only reads."""
        return self._data(
            self._reply(_Call("POST", self._url(path), _encoded(body), False), nothing)
        )

    def write(
        self, method: str, path: str, body: object, there: Callable[[], Any] = nothing,
        query: Query = (),
    ) -> Any:  # fmt: skip
        """Where it is not known whether the forge carried it out, `there` is asked for what it
        would have answered; where that is None, it is done again. Rehearsed in a rehearsal."""
        call = _Call(method, self._url(path, query), _encoded(body), True)
        if self._network.rehearsal:
            self._told(call)
            return Rehearsed()
        reply = self._reply(call, there)
        return self._data(reply) if isinstance(reply, Reply) else reply

    def strange(self, words: str) -> ForgeError:
        """An answer that no forge of this kind gives."""
        return ForgeError(
            f"{self.host} answered in a form that is not known: {self._masked(words)[:200]}",
            "Is it the kind of forge that --forge says, and is this its address?",
        )

    def refused(self, status: int, words: str) -> Refused:
        """Says no, and what to do about it."""
        line = one_line(self._masked(words))
        told = f": {line}" if line else ""
        return Refused(status, f"{self.host} refused ({status}){told}", self._hint(status))

    def _hint(self, status: int) -> str:
        token, rights = f"The token of {self._token.source}", self._manners.rights
        return {
            401: f"{token} is not accepted; it may have expired. It needs {rights}.",
            403: f"{token} lacks rights. It needs {rights}.",
            404: f"It does not exist, or {token[0].lower()}{token[1:]} may not see it; "
            f"it needs {rights}.",
        }.get(status, "")

    def _url(self, path: str, query: Query = ()) -> str:
        url = path if "://" in path else f"{self._base}{path}"
        self._same_server(url)
        pairs = urlencode(list(query.items()) if isinstance(query, Mapping) else list(query))
        return f"{url}{'&' if '?' in url else '?'}{pairs}" if pairs else url

    def _same_server(self, url: str) -> None:
        try:
            there, here = urlsplit(url), urlsplit(self._base)
        except ValueError:
            raise self.strange("it names an address that is none") from None
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise ForgeError(
                f"{self.host} sends us on to {there.scheme}://{there.hostname or ''}, "
                "where the token does not go",
                "If the repository has moved, give git's remote its new address; else the token "
                "may not be accepted.",
            )

    def _reply(self, call: _Call, there: Callable[[], Any]) -> Any:
        """A Reply, or what `there` found."""
        if self._network.rehearsal:
            self._told(call)
        for attempt in itertools.count():
            self._admit(call)
            try:
                reply = self._settled(call)
            except _Passing as trouble:
                self._rest(trouble, attempt)
                found = there() if trouble.doubtful else None
                if found is not None:
                    return found
            else:
                return reply
        raise AssertionError

    def _admit(self, call: _Call) -> None:
        if self._open:
            raise ForgeError(f"{self.host} was not asked any more: {self._open}", _LATER)
        if self._resume > self._network.now():
            self._pause(self._resume - self._network.now(), "no requests are left")
        if call.writes and self._manners.pace:
            early = self._written + self._manners.pace - self._network.now()
            if early > 0:
                self._network.sleep(early)
            self._written = self._network.now()

    def _settled(self, call: _Call) -> Reply:
        url, method, body = call.url, call.method, call.body
        for _ in range(_HOPS):
            reply = self._once(_Call(method, url, body, call.writes))
            if reply.status not in (301, 302, 303, 307, 308):
                return reply
            url = self._onwards(url, reply.headers.get("location", ""))
            if reply.status == 303:
                method, body = "GET", None
        raise ForgeError(f"{self.host} sends us round in a circle")

    def _onwards(self, url: str, location: str) -> str:
        try:
            there = urljoin(url, location)
        except ValueError:
            there = location
        self._same_server(there)
        return there

    def _once(self, call: _Call) -> Reply:
        try:
            reply = self._network.send(
                call.method, call.url, self._headers(call), call.body, writes=call.writes
            )
        except Lost as lost:
            raise _Passing(str(lost), doubtful=lost.sent and call.writes) from None
        text = reply.body[:100_000].decode("utf-8", "replace")
        now = self._network.now()
        if waits.refused_for_now(reply.status, reply.headers, text):
            wait = waits.asked(reply.headers, now)
            raise _Passing(f"too many requests ({reply.status})", doubtful=False, wait=wait)
        if waits.spent(reply.headers):
            self._resume = now + waits.asked(reply.headers, now)
        if reply.status >= 500 and reply.status != 501:
            raise _Passing(f"it answered {reply.status}", doubtful=call.writes)
        self._lost = 0
        if reply.status >= 400:
            raise self.refused(reply.status, said(text))
        return reply

    def _headers(self, call: _Call) -> dict[str, str]:
        headers = {"User-Agent": f"selfheal/{__version__}", **self._manners.headers}
        headers.setdefault("Accept", "application/json")
        if call.body is not None:
            headers.setdefault("Content-Type", "application/json")
        if self._token.authorization:
            headers["Authorization"] = self._token.authorization
        return headers

    def _rest(self, trouble: _Passing, attempt: int) -> None:
        pause = waits.backoff(attempt, self._network.chance())
        if trouble.wait >= 0:
            self._pause(max(trouble.wait, pause), trouble.words)
        elif attempt + 1 < _ATTEMPTS:
            self._network.sleep(pause)
        else:
            self._lost += 1
            words = self._masked(trouble.words)
            if self._lost >= _CIRCUIT:
                self._open = f"it could not be reached {_CIRCUIT} times in a row ({words})"
            raise ForgeError(
                f"{self.host} could not be reached in {_ATTEMPTS} attempts: {words}", _LATER
            )

    def _pause(self, seconds: float, why: str) -> None:
        if self._waited + seconds > _PATIENCE:
            until = waits.clock(self._network.now() + seconds)
            self._open = f"{why}; it asks to wait until {until}"
            raise ForgeError(f"{self.host}: {self._open}", _LATER)
        self._waited += seconds
        self._network.sleep(seconds)

    def _data(self, reply: Reply) -> Any:
        if reply.status == 203:  # Azure DevOps shows its sign-in page so
            raise self.refused(401, "it answered with a page to sign in on")
        if not reply.body.strip():
            return {}
        try:
            return json.loads(reply.body)
        except ValueError:
            raise self.strange(f"{reply.status}, not JSON") from None

    def _masked(self, text: str) -> str:
        for secret in self._token.secrets:
            text = text.replace(secret, "***")
        return text

    def _told(self, call: _Call) -> None:
        shown = json.dumps(json.loads(call.body), indent=2) if call.body else ""
        self.say("\n".join(filter(None, [f"{call.method} {call.url}", shown])))


_LATER = "What was done stays; a second run goes on from there."


def _encoded(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
