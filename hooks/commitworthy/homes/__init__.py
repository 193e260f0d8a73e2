"""Where what was moved out of git is kept: one module a kind of store."""
