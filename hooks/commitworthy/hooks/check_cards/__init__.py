"""Check that cards are true to the files beside them."""
