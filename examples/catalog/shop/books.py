"""What is written into the ledger."""

import ledgerkit
from ledgerkit.testing import Recorder


class Books:
    def __init__(self, ledger: ledgerkit.Client) -> None:
        self._ledger = ledger

    def sell(self, number: int, amount: int) -> None:
        self._ledger.post(number, amount)

    def cancel(self, number: int) -> None:
        batch = self._ledger.batch()
        batch.post(number, 0)
        batch.close()

    def move(self, source: int, target: int, amount: int) -> None:
        with self._ledger.batch() as batch:
            batch.post(source, -amount)
            batch.post(target, amount)

    def total(self, number: int) -> int:
        with self._ledger.snapshot() as snapshot:
            return snapshot.total(number)

    def rehearse(self) -> None:
        self._ledger.settle(dry_run=True)

    def settle(self) -> None:
        self._ledger.settle()

    def merge(self) -> None:
        for book in self._ledger.books:
            book.run("COMMIT")


def play(recorder: Recorder) -> None:
    recorder.close()


@ledgerkit.booked
def audit(ledger, year: int) -> None:
    ledger.strict = True
    ledgerkit.main.post(year, 0)
