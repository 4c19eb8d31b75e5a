"""Findings in, states out: what is exempt, what is debt, what is new."""
