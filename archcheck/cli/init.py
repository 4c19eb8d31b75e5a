"""``archcheck init``: writes a layers.toml for the project at hand."""


def init() -> None:
    """Write a commented layers.toml that fits the project at hand."""
