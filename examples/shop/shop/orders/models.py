"""What an order is."""

from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column

from shop.base import Base


class Order(Base):
    """An order of one customer."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    total: Mapped[int]


@dataclass
class Reservation:
    """Goods that are held back for an order."""

    article: str
    quantity: int
    firm: bool = False

    def commit(self) -> None:
        """Make the reservation firm; nothing of it has to do with a database."""
        self.firm = True
