"""What is said of history that is being pushed."""
