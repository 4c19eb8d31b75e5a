"""Graphs in, findings out; one file a rule, its docstring is its manual page."""
