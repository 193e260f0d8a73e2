"""Block large files, data, models and binaries."""
