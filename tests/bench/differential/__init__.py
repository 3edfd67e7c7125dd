"""Compares what we say of real pages with what Chromium, Playwright and Selenium say of them."""
