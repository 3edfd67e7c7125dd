"""Testing Library's queries inside of another framework's chain (Cypress, WebdriverIO)."""

from __future__ import annotations

from selfheal_cli.locators.testing_library_calls import NAME
from selfheal_cli.model import Step

_ENGINE = ("engine", NAME)


def embedded(step: Step) -> Step:
    """The query's step as it stands in another dialect's locator."""
    return Step(step.strategy, step.value, (*step.options, _ENGINE))


def is_embedded(step: Step) -> bool:
    """Whether Testing Library, not the framework, answers this step."""
    return _ENGINE in step.options
