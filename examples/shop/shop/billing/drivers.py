"""The ledger, in a SQLite file of its own."""

import sqlite3

from shop.billing.models import Invoice


class LedgerDriver:
    """Entries of the ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def post(self, invoice: Invoice) -> None:
        self._connection.execute("INSERT INTO entry VALUES (?, ?)", (invoice.number, invoice.amount))

    def commit(self) -> None:
        self._connection.commit()

    def cancel(self, invoice: Invoice) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM entry WHERE number = ?", (invoice.number,))

    def close_year(self, year: int) -> None:
        self._connection.execute("INSERT INTO year VALUES (?)", (year,))
        self._connection.execute("COMMIT")
