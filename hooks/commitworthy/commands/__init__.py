"""The subcommands that serve people rather than hooks."""
