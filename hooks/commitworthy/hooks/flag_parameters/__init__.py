"""Flag parameters that are hard-coded."""
