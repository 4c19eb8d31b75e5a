"""One module a use case: what each command does, without the terminal."""
