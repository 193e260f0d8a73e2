"""What holds a value once it has left the code: one module each, with a function `plan`."""
