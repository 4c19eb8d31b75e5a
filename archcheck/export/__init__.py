"""A diagram as text for other tools, and as a picture; one file a format."""
