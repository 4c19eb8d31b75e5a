"""Billing of the shop."""
