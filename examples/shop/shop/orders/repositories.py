"""Where orders are kept."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.orders.models import Order


class OrderRepository:
    """Orders in the database.

    Whoever calls it ends the transaction: ``session.commit()`` belongs to the coordinator.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, customer: str) -> list[Order]:
        return list(self._session.scalars(select(Order).where(Order.customer == customer)))

    def add(self, order: Order) -> None:
        self._session.add(order)
        self._session.flush()

    def save(self, order: Order) -> None:
        self._session.add(order)
        self._session.commit()

    def reprice(self, order: Order, articles: list[str]) -> None:
        from shop.orders.services import price_of

        order.total = sum(price_of(article) for article in articles)


class Outbox:
    """Messages that wait to be sent."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mark_as_sent(self, message: object) -> None:
        self._session.delete(message)
        self._session.commit()
