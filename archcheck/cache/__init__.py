"""What was made once and need not be made again: it lies in the user's cache directory, and losing it costs time alone."""
