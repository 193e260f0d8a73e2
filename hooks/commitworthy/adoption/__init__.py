"""What a project needs to use the hooks, as text: files in, files out, comments and order kept."""
