"""What a blob is, from its bytes and its path.  Pure: no files, no processes."""
