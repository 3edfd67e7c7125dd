"""Which locator to write: from target elements to proved proposals, best first."""
