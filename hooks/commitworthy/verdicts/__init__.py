"""What is said about blobs: judged, excused, worded, remedied."""
