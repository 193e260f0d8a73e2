"""What may be wrong with a clone, for `commitworthy doctor`: facts, and findings with what to paste."""
