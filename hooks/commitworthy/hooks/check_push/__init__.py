"""Judge what a push sends."""
