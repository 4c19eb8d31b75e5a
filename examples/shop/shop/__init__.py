"""A small shop: orders, billing and a catalogue."""
