"""What is said of routes to Git LFS and of the blobs under them."""
