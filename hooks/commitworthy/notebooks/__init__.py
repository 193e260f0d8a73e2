"""Notebooks as bytes: which spans of them are volatile, and the same file without those."""
