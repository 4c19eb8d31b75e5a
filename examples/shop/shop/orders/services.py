"""What can be done with orders."""

from sqlalchemy.orm import Session

from shop.orders.models import Order, Reservation
from shop.orders.repositories import OrderRepository

PRICES = {"tea": 450, "cup": 900}


def price_of(article: str) -> int:
    """Price of an article in cents."""
    return PRICES[article]


class OrderService:
    """Orders, from the basket to the parcel."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._orders = OrderRepository(session)

    def place(self, customer: str, articles: list[str]) -> Order:
        for article in articles:
            Reservation(article, 1).commit()
        order = Order(customer=customer, total=sum(map(price_of, articles)))
        self._orders.add(order)
        return order

    def forget(self, customer: str) -> None:
        with self._session.begin():
            for order in self._orders.of(customer):
                self._session.delete(order)
