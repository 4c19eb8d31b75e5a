"""Bytes of one file in, facts out; and the parallel scan over many."""
