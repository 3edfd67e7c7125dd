"""One request over HTTP, and nothing about what it means."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
)
from urllib3.util import Timeout, make_headers

from selfheal_cli.forges.network import Lost, Reply

_TIMEOUT = Timeout(connect=15, read=60)
_AUTHORITIES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO")
_UNSENT = (ConnectTimeoutError, NameResolutionError, NewConnectionError, ProxyError)


class Wire:
    """Connections that are kept; through the proxies that the environment names, trusting the
    authorities that it names. Redirects are not followed."""

    def __init__(self) -> None:
        self._pools: dict[str, urllib3.PoolManager] = {}

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Raises Lost."""
        try:
            pool = self._pool(url)
        except (HTTPError, OSError) as error:
            raise Lost(_words(error), sent=False) from None
        try:
            answer = pool.request(
                method, url, body=body, headers=dict(headers), timeout=_TIMEOUT, retries=False,
                redirect=False,
            )  # fmt: skip
        except HTTPError as error:
            raise Lost(_words(error), sent=not isinstance(error, _UNSENT)) from None
        lower = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, lower, answer.data)

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url)
        if proxy not in self._pools:
            self._pools[proxy] = _pool(proxy)
        return self._pools[proxy]


def _pool(proxy: str) -> urllib3.PoolManager:
    trust = ssl.create_default_context(cafile=_authorities())
    if not proxy:
        return urllib3.PoolManager(ssl_context=trust)
    login = urlsplit(proxy)
    headers = (
        make_headers(proxy_basic_auth=f"{login.username}:{login.password or ''}")
        if login.username
        else {}
    )
    return urllib3.ProxyManager(proxy, proxy_headers=headers, ssl_context=trust)


def _proxy(url: str) -> str:
    """The one for this address; "" for none."""
    address = urlsplit(url)
    if not address.hostname or proxy_bypass(address.hostname):
        return ""
    proxies = getproxies()
    proxy = proxies.get(address.scheme) or proxies.get("all") or ""
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def _authorities() -> str | None:
    files = (os.environ.get(name, "") for name in _AUTHORITIES)
    return next((file for file in files if os.path.isfile(file)), None)


def _words(error: Exception) -> str:
    """The innermost reason, in one line."""
    inner: BaseException = error
    while isinstance(cause := inner.__cause__ or inner.__context__, Exception):
        inner = cause
    return f"{type(inner).__name__}: {inner}".split("\n", 1)[0][:300]
