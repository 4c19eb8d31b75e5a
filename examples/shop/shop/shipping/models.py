"""What is known of parcels."""

from sqlalchemy.orm import Mapped, mapped_column

from shop.base import Base


class Parcel(Base):
    """A parcel on its way."""

    __tablename__ = "parcels"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int]
    state: Mapped[str]
