"""Findings on a terminal, as JSON lines, and as annotations on GitHub."""
