"""Is this worth committing?  Git hooks for data-science projects."""

__version__ = "0.2.0"
