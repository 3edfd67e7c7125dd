"""Matching measured on labelled pairs of pages: cases, answers, figures, their report."""
