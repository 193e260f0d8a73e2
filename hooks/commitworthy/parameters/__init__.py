"""Parameters hard-coded in Python files and notebooks.  Pure: bytes in, values out."""
