"""The typer commands: options in, exit code out."""
