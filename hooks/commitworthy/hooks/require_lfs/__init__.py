"""Require Git LFS for the types of artifacts that a team keeps there."""
