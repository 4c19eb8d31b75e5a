"""How parcels reach the database and the carrier."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from shop.shipping.models import Parcel


class ParcelDriver:
    """Parcels in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pack(self, order_id: int) -> None:
        self._session.add(Parcel(order_id=order_id, state="packed"))

    def note_delay(self, order_id: int) -> None:
        self._session.add(Parcel(order_id=order_id, state="delayed"))


def take_back(session: Session, parcel: Parcel) -> None:
    """A parcel that nobody accepted."""
    from shop.shipping.coordinators import close_books

    parcel.state = "returned"
    close_books(session)


def print_labels(parcels: Iterable[Parcel], on_done: Callable[[], None]) -> None:
    """Labels for a carrier."""
    for parcel in parcels:
        print(parcel.id)
    on_done()
