"""The Testing Library dialect: DOM, React, Vue, Angular and Svelte share its queries, and which of
`get`, `query` and `find` it is does not change what is found."""

from __future__ import annotations

from selfheal_cli.locators import (
    testing_library_calls,
    testing_library_messages,
    testing_library_resolve,
)
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.base import Spoken, shown_as

TESTING_LIBRARY = Spoken(
    testing_library_calls.NAME,
    testing_library_messages.parse,
    testing_library_resolve.resolve,
    testing_library_calls.from_calls,
    testing_library_calls.to_calls,
    shown_as(
        testing_library_calls.to_calls,
        lambda calls: show_calls(testing_library_calls.rooted(calls), "javascript"),
    ),
)
