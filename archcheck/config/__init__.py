"""layers.toml and the user's catalog files -> frozen values, every mistake with its line."""
