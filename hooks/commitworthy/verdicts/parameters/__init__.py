"""What is said of parameters in code."""
