"""Data files that hold locators, read as the evaluator reads a language's sources."""
