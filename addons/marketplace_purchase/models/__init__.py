from . import (
    account,
    order,
    problem,
    procurement,
    procurement_need,
    procurement_order,
    purchase_order,
    sale_order,
)
