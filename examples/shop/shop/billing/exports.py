"""Invoices as text for the tax adviser."""

from shop.billing.models import Invoice


def line_of(invoice: Invoice) -> str:
    """One line of the export."""
    return f"{invoice.number};{invoice.customer};{invoice.amount}"
