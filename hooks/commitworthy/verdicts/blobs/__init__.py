"""What is said of one blob: whether it is over its limit, excused, news, and how to mend it."""
