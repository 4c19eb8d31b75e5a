"""The application: every route of every domain."""

from fastapi import FastAPI

from shop.billing.coordinators import router as billing
from shop.catalogue.coordinators import router as catalogue
from shop.orders.coordinators import router as orders
from shop.shipping.coordinators import router as shipping

app = FastAPI()
for router in (orders, billing, catalogue, shipping):
    app.include_router(router)
