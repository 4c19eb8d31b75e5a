"""What an invoice is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invoice:
    """Money that a customer owes, in cents."""

    number: int
    customer: str
    amount: int
