"""What can be done with articles."""

# Layer: L2

from sqlalchemy.orm import Session

from shop.billing.models import Invoice
from shop.catalogue.repositories import ArticleRepository
from shop.db import session_scope, transactional


def import_prices(prices: dict[str, int]) -> None:
    """Take over a price list."""
    with session_scope() as session:
        articles = ArticleRepository(session)
        for name, price in prices.items():
            articles.add(name, price)


@transactional
def add_article(session: Session, name: str, price: int) -> None:
    """Add one article."""
    ArticleRepository(session).add(name, price)


def deposit_for(name: str, amount: int) -> Invoice:
    """The invoice for a deposit on an article."""
    return Invoice(0, name, amount)
