"""Parcels, from the label to the door."""
