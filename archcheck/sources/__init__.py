"""Which Python files there are, and what module each of them is."""
