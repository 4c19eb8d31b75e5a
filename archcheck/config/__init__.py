"""layers.toml in, Config out; every mistake with its line."""
