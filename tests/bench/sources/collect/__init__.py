"""Collects sites from checkouts without the sources stage, so that measuring it is no circle."""
