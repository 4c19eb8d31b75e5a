"""The door to grimp: the import graph with nothing on disk left out."""
