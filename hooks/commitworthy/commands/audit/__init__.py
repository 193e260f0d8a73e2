"""What a clone costs and why, over all of history."""
