"""The page as a tree, and what a person or a screen reader finds on it."""
