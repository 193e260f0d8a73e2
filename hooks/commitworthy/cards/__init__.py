"""Cards: the small files that stay in git for what was moved out of it."""
