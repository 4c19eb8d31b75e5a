"""The files that archcheck writes: whole or not at all."""
