"""What can be done with invoices."""

from shop.billing.drivers import LedgerDriver
from shop.billing.models import Invoice


class BillingService:
    """Invoices and the ledger."""

    def __init__(self, ledger: LedgerDriver) -> None:
        self._ledger = ledger

    def charge(self, invoice: Invoice) -> None:
        self._ledger.post(invoice)
        self._ledger.commit()
