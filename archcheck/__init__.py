"""archcheck: layers and transactions of a Python project, checked without importing it."""

__version__ = "0.1.0"
