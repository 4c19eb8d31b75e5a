"""A shop that keeps its books with a library of its own."""
