"""Where articles are kept."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shop.catalogue.models import Article


class ArticleRepository:
    """Articles in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, price: int) -> None:
        self._session.add(Article(name=name, price=price))

    def is_alive(self) -> bool:
        """Whether the database answers."""
        try:
            self._session.execute(text("SELECT 1"))
        except OperationalError:
            self._session.rollback()  # archcheck: allow[transactions] a failed probe leaves nothing that anybody could want
            return False
        return True


def copy_prices(source, target):
    """Copy all prices between two stores."""
    for article in source:
        target.put(article.name, article.price)
    target.commit()
