"""Look at a repository, show what it takes to use the hooks here, and write it."""
