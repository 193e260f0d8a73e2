"""Strip notebooks of outputs, counts and volatile metadata."""
