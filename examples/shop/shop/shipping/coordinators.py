"""Shipping over HTTP and by night."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.db import get_session, session_scope
from shop.shipping.drivers import ParcelDriver, print_labels
from shop.shipping.models import Parcel

router = APIRouter(prefix="/shipping")


@router.post("/")
def ship(order_id: int) -> None:
    """Pack an order."""
    with session_scope() as session:
        ParcelDriver(session).pack(order_id)


@router.post("/delays")
def delay(order_id: int, session: Annotated[Session, Depends(get_session)]) -> None:
    """Tell that an order is late."""
    ParcelDriver(session).note_delay(order_id)


def close_books(session: Session) -> None:
    """The end of a shipping day."""
    session.flush()
    session.commit()


def nightly(session: Session) -> None:
    """Labels for all that was packed today."""
    print_labels(session.scalars(select(Parcel)), on_done=session.commit)
    close_books(session)
