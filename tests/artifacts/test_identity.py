"""When names written by different tools mean one test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.artifacts.identity import attempt, identity, same_test

SAME = [
    (
        "tests-test-books-py-test-year-links-chromium",
        "tests/test_books.py::test_year_links[chromium]",
    ),
    (
        "tests.test_books.test_year_links[chromium]",
        "tests/test_books.py::test_year_links[chromium]",
    ),
    ("tests.test_books.TestBooks.test_a", "tests/test_books.py::TestBooks::test_a"),
    (
        "auth-authentication-user-can-log-out-chromium",
        "auth.spec.ts:17 › authentication › user can log out",
    ),
    (
        "auth.spec.ts › authentication › user can log out [chromium]",
        "auth-authentication-user-can-log-out-chromium-retry1",
    ),
    ("tests\\test_a.py::test_b", "tests/test_a.py::test_b"),
    ("e2e/shop/cart.spec.ts:3:1 › adds a book to it", "shop-cart-adds-a-book-to-it-Mobile-Chrome"),
    (
        "very-long-suite-name-with-many-words-4f3a1-of-the-title-chromium",
        "very-long.spec.ts › suite name with many words and even more of the title",
    ),
]
DIFFERENT = [
    ("tests/test_books.py::test_year", "tests/test_books.py::test_year_links"),
    ("tests/test_books.py::test_year", "tests/test_films.py::test_year"),
    ("tests/test_books.py::test_year[1]", "tests/test_books.py::test_year[2]"),
    ("tests/test_a.py::test_step_2", "tests/test_a.py::test_step"),
    ("tests-test-a-py-test-b-chromium", "tests-test-a-py-test-b-firefox"),
    ("a.spec.ts:3 › log in", "b.spec.ts:3 › log in"),
    ("test_a.py::test_b", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_test_by_two_names(one: str, other: str) -> None:
    assert same_test(identity(one), identity(other))
    assert same_test(identity(other), identity(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_tests(one: str, other: str) -> None:
    assert not same_test(identity(one), identity(other))
    assert not same_test(identity(other), identity(one))


def test_a_retry_is_an_attempt_of_the_same_test() -> None:
    assert attempt("shop-buys-chromium-retry2") == 2
    assert attempt("shop-buys-chromium") == 0
    assert identity("shop-buys-chromium-retry2") == identity("shop-buys-chromium")


@given(st.text(), st.text())
def test_it_is_the_same_both_ways(one: str, other: str) -> None:
    assert same_test(identity(one), identity(one))
    assert same_test(identity(one), identity(other)) == same_test(identity(other), identity(one))
