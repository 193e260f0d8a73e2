"""What is said of notebooks that hold outputs."""
