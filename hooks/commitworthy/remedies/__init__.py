"""What findings tell the user to do: steps, the environment they depend on, and words that several hooks share."""
