"""How long a server's headers ask to wait, as each forge writes them."""

from collections.abc import Mapping

import pytest

from selfheal_cli.forges.waits import asked, backoff, refused_for_now, spent

NOW = 1_800_000_000.0
SECONDARY = '{"message": "You have exceeded a secondary rate limit."}'


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "Fri, 15 Jan 2027 08:01:40 GMT"}, 100),
        ({"retry-after": "Fri, 15 Jan 2027 07:00:00 GMT"}, 0),
        ({"retry-after": "soon"}, 60),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090"}, 90),  # GitHub
        ({"ratelimit-remaining": "0", "ratelimit-reset": "1800000045"}, 45),  # GitLab
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, 12),  # the IETF's draft
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "1800000090"}, 60),
        ({"x-ratelimit-remaining": "0"}, 60),
        ({}, 60),
    ],
)
def test_what_is_asked(headers: Mapping[str, str], seconds: float) -> None:
    assert asked(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "headers", "text", "expected"),
    [
        (429, {}, "", True),
        (403, {"x-ratelimit-remaining": "0"}, "", True),
        (403, {"retry-after": "60"}, "", True),
        (403, {}, SECONDARY, True),
        (403, {"x-ratelimit-remaining": "17"}, '{"message": "Forbidden"}', False),
        (401, {"retry-after": "60"}, "", False),
        (503, {"retry-after": "60"}, "", True),
        (503, {}, "", False),
        (200, {"x-ratelimit-remaining": "0"}, "", False),
    ],
)
def test_what_is_a_limit(
    status: int, headers: Mapping[str, str], text: str, expected: bool
) -> None:
    assert refused_for_now(status, headers, text) is expected


def test_pauses_grow_and_differ() -> None:
    assert [backoff(n, 0.0) for n in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert [backoff(n, 1.0) for n in range(3)] == [0.5, 1, 2]


def test_spent() -> None:
    assert spent({"ratelimit-remaining": "0"})
    assert not spent({"ratelimit-remaining": "10"})
    assert not spent({})
