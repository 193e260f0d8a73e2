"""A messy project, real commits, and what the hooks say about them."""
