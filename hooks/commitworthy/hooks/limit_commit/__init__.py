"""Limit what one commit adds."""
