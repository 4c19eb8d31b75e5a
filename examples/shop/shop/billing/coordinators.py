"""Invoices over HTTP."""

import sqlite3

from fastapi import APIRouter

from shop.billing.drivers import LedgerDriver
from shop.billing.models import Invoice
from shop.billing.services import BillingService

router = APIRouter(prefix="/billing")


@router.post("/charge")
def charge(number: int, customer: str, amount: int) -> None:
    """Charge a customer."""
    ledger = LedgerDriver(sqlite3.connect("ledger.db"))
    BillingService(ledger).charge(Invoice(number, customer, amount))


@router.post("/correct")
def correct(number: int, customer: str, amount: int) -> None:
    """Post an invoice once more."""
    connection = sqlite3.connect("ledger.db")
    LedgerDriver(connection).post(Invoice(number, customer, amount))
    connection.commit()
