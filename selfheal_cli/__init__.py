"""selfheal: repairs broken UI-test locators from what the failed run left behind."""

__version__ = "0.1.0"
