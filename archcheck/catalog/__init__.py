"""What library APIs do, as data: one TOML file a library in ``apis/``, and their schema."""
