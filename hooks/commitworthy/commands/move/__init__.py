"""Carry files out of git to their home, prove that they arrived, and leave a card."""
