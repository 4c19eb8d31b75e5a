"""The catalogue over HTTP."""

from fastapi import APIRouter

from shop.catalogue.drivers import PrintCopy
from shop.catalogue.services import add_article, import_prices

router = APIRouter(prefix="/catalogue")


@router.post("/")
def add(name: str, price: int) -> None:
    """Add an article."""
    add_article(name, price)


@router.post("/prices")
def prices(changes: dict[str, int]) -> None:
    """Take over a price list and print it."""
    import_prices(changes)
    PrintCopy("catalogue").publish()
