"""What an article is."""

from sqlalchemy.orm import Mapped, mapped_column

from shop.base import Base


class Article(Base):
    """Something that can be bought."""

    __tablename__ = "articles"

    name: Mapped[str] = mapped_column(primary_key=True)
    price: Mapped[int]
