"""The jobs of the night: they say what belongs together."""

import ledgerkit

from shop.books import Books


def close_day(orders: list[tuple[int, int]]) -> None:
    with ledgerkit.connect("ledger.example") as ledger:
        books = Books(ledger)
        with ledger.batch():
            for number, amount in orders:
                books.sell(number, amount)
