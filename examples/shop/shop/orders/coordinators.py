"""Orders over HTTP; a request is a transaction."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from shop.db import get_session, session_scope
from shop.orders.services import OrderService

router = APIRouter(prefix="/orders")


@router.post("/")
def place(customer: str, articles: list[str], session: Annotated[Session, Depends(get_session)]) -> int:
    """Place an order."""
    order = OrderService(session).place(customer, articles)
    session.commit()
    return order.id


@router.post("/sample")
def sample(customer: str) -> int:
    """Send a sample to a customer."""
    with session_scope() as session:
        return OrderService(session).place(customer, ["tea"]).id
