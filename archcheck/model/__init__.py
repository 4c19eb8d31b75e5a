"""The vocabulary of archcheck: frozen values that every room may read."""
