"""The endpoints (api/trendyol.md §10) with what the gateway must know of each."""

from collections.abc import Callable
from dataclasses import dataclass

from simulators.core.router import Router

from . import (
    batches,
    claim_actions,
    claim_reading,
    delivery,
    finance,
    inventory,
    invoices,
    labels,
    lookups,
    package_actions,
    package_reading,
    parcels,
    product_reading,
    product_saving,
    product_states,
    questions,
    splitting,
    stage,
    webhook_saving,
)
from .answers import ERROR, LIST
from .const import ENDPOINT_QUOTAS, ENDPOINT_WINDOW, GROUP_QUOTAS, PREFIX

READ, WRITE = "product_read", "product_write"


@dataclass(frozen=True)
class Route:
    """`quota` per minute, `form` of refusals, `demands_storefront`, `is_upload`: multipart body.

    `endpoint` None = retired version of a service.
    """

    name: str
    endpoint: Callable | None
    quota: str | None = None
    form: str = LIST
    demands_storefront: bool = True
    is_upload: bool = False
    is_stage: bool = False

    @property
    def role(self):
        """The service whose role a key needs."""
        return self.name.split(f"{PREFIX}/")[1].split("/")[0]


ROUTES = []


def _add(service, rows, **options):
    for method, path, endpoint, *quota in rows:
        full = f"{PREFIX}{service}{path}"
        route = Route(f"{method} {full}", endpoint, quota[0] if quota else None, **options)
        ROUTES.append((method, full, route))


_add(
    "/product",
    (
        ("GET", "/lookup/cargo-providers", lookups.read_cargo_providers, READ),
        ("GET", "/brands", lookups.read_brands, READ),
        ("GET", "/brands/by-name", lookups.find_brands, READ),
        ("GET", "/product-categories", lookups.read_categories, READ),
        ("GET", "/categories/<category_id>/attributes", lookups.read_attributes, READ),
        ("GET", "/categories/<category_id>/attributes/<attribute_id>/values", lookups.read_values, READ),
        ("GET", "/product-categories/<category_id>/attributes", None, READ),
    ),
    demands_storefront=False,
)
_add(
    "/product/sellers/<seller_id>",
    (
        ("POST", "/v2/products", product_saving.create, WRITE),
        ("POST", "/products", None, WRITE),
        ("PUT", "/products", None, WRITE),
        ("GET", "/products", None, READ),
        ("DELETE", "/products", product_states.delete, WRITE),
        ("POST", "/products/unapproved-bulk-update", product_saving.update_unapproved, WRITE),
        ("POST", "/products/content-bulk-update", product_saving.update_content, WRITE),
        ("POST", "/products/variant-bulk-update", product_saving.update_variants, WRITE),
        ("POST", "/products/delivery-info-bulk-update", product_saving.update_delivery, WRITE),
        ("POST", "/products/buybox-information", product_states.read_buybox, WRITE),
        ("PUT", "/products/archive-state", product_states.archive, WRITE),
        ("PUT", "/products/unlock", product_states.unlock, WRITE),
        ("GET", "/product/<barcode:text>", product_reading.read_base, READ),
        ("GET", "/products/approved", product_reading.read_approved, READ),
        ("GET", "/products/approved/inventory-and-price", product_reading.read_inventory, READ),
        ("GET", "/products/unapproved", product_reading.read_unapproved, READ),
        ("GET", "/products/batch-requests/<batch_id:text>", batches.read_batch, READ),
        ("GET", "/products/<content_id>/update-audits", product_reading.read_audits, READ),
    ),
)
_add(
    "/inventory/sellers/<seller_id>",
    (("POST", "/products/price-and-inventory", inventory.save_inventory, "inventory"),),
)
_add(
    "/sellers/<seller_id>",
    (
        ("GET", "/addresses", lookups.read_addresses, READ),
        ("GET", "/common-label/query", labels.query_label, "label"),
        ("POST", "/common-label/<tracking>", labels.ask_label, "label"),
        ("GET", "/common-label/<tracking>", labels.read_label, "label"),
        ("POST", "/seller-invoice-links", invoices.save_link),
        ("POST", "/seller-invoice-links/delete", invoices.delete),
    ),
)
_add("/sellers/<seller_id>", (("POST", "/seller-invoice-file", invoices.save_file),), is_upload=True)
_add(
    "/order/sellers/<seller_id>",
    (
        ("GET", "/v2/orders", package_reading.read_packages, "order_list"),
        ("GET", "/orders", None, "order_list"),
        ("GET", "/orders/stream", package_reading.read_stream),
        ("PUT", "/manual-deliver/<tracking>", delivery.deliver_by_tracking, "manual"),
        ("PUT", "/manual-return/<tracking>", delivery.return_by_tracking, "manual"),
        ("GET", "/claims", claim_reading.read_claims, "claims"),
        ("PUT", "/claims/<claim_id:text>/items/approve", claim_actions.approve, "claim_decision"),
        ("POST", "/claims/create", claim_actions.create),
        ("GET", "/claims/items/<item_id:text>/audit", claim_reading.read_audit, "claims"),
    ),
    form=ERROR,
)
_add(
    "/order/sellers/<seller_id>",
    (("POST", "/claims/<claim_id:text>/issue", claim_actions.reject, "claim_decision"),),
    form=ERROR,
    is_upload=True,
)
_add(
    "/order/sellers/<seller_id>/shipment-packages/<package_id>",
    (
        ("PUT", "", package_actions.update_status, "package_status"),
        ("PUT", "/items/unsupplied", package_actions.unsupplied, "package_edit"),
        ("PUT", "/tracking-details", parcels.save_tracking, "package_status"),
        ("PUT", "/update-tracking-number", parcels.save_turkish_tracking, "package_status"),
        ("PUT", "/box-info", parcels.save_boxes, "package_edit"),
        ("PUT", "/cargo-providers", parcels.change_cargo, "package_edit"),
        ("PUT", "/warehouse", parcels.save_warehouse, "package_status"),
        ("PUT", "/alternative-delivery", delivery.send_alternative, "package_status"),
        ("PUT", "/manual-deliver", delivery.deliver_package, "manual"),
        ("PUT", "/manual-return", delivery.return_package, "manual"),
        ("PUT", "/delivered-by-service", parcels.delivered_by_service, "package_edit"),
        ("PUT", "/labor-costs", parcels.save_labour_costs),
        ("PUT", "/extended-agreed-delivery-date", parcels.extend_date, "package_edit"),
        ("POST", "/split-packages", splitting.split_packages, "package_edit"),
        ("POST", "/split", splitting.split, "package_edit"),
        ("POST", "/multi-split", splitting.multi_split, "package_edit"),
        ("POST", "/quantity-split", splitting.quantity_split, "package_edit"),
    ),
    form=ERROR,
)
_add(
    "/order",
    (("GET", "/claim-issue-reasons", claim_reading.read_issue_reasons),),
    form=ERROR,
    demands_storefront=False,
)
_add(
    "/webhook/sellers/<seller_id>",
    (
        ("POST", "/webhooks", webhook_saving.create),
        ("GET", "/webhooks", webhook_saving.read_all),
        ("PUT", "/webhooks/<webhook_id:text>", webhook_saving.update),
        ("DELETE", "/webhooks/<webhook_id:text>", webhook_saving.delete),
        ("PUT", "/webhooks/<webhook_id:text>/activate", webhook_saving.activate),
        ("PUT", "/webhooks/<webhook_id:text>/deactivate", webhook_saving.deactivate),
    ),
)
_add(
    "/qna/sellers/<seller_id>",
    (
        ("GET", "/questions/filter", questions.read_questions, "question_read"),
        ("GET", "/questions/<question_id>", questions.read_question, "question_read"),
        ("POST", "/questions/<question_id>/answers", questions.answer, "question_answer"),
    ),
)
_add(
    "/finance/che/sellers/<seller_id>",
    (
        ("GET", "/settlements", finance.read_settlements, "finance"),
        ("GET", "/otherfinancials", finance.read_other, "finance"),
        ("GET", "/cargo-invoice/<serial:text>/items", finance.read_cargo_invoice, "finance"),
    ),
)
_add("/tex/compensation/sellers/<seller_id>", (("GET", "/tickets", finance.read_tickets),))
_add(
    "/member",
    (
        ("GET", "/countries", lookups.read_countries),
        ("GET", "/countries/<code:text>/cities", lookups.read_cities),
    ),
    demands_storefront=False,
)
_add(
    "/test/order",
    (
        ("POST", "/orders/core", stage.create_turkish),
        ("POST", "/orders/eu", stage.create_european),
        ("PUT", "/sellers/<seller_id>/shipment-packages/<package_id>/status", stage.advance),
        ("PUT", "/sellers/<seller_id>/claims/waiting-in-action", stage.receive_claim),
    ),
    form=ERROR,
    demands_storefront=False,
    is_stage=True,
)
_add("/qna/sellers/<seller_id>", (("POST", "/questions", stage.ask),), demands_storefront=False, is_stage=True)

ROUTER = Router(ROUTES)


def endpoint_bucket(route):
    return f"endpoint {route.name if route else 'unknown'}"


def quota_bucket(route, region, settings):
    """Name of the bucket of the quota a minute, None where there is none."""
    if not settings.minute_quotas or route is None or route.quota is None:
        return None
    if route.quota == "order_list" and settings.order_list_quota == "1000":
        return f"{route.name} 1000"
    shared = GROUP_QUOTAS.get((route.quota, region))
    tiers = shared or ENDPOINT_QUOTAS[route.quota]
    limit = next(calls for most, calls in tiers if most is None or settings.listings <= most)
    return limit and f"{route.quota if shared else route.name} {limit}"


def rate_limits():
    """Every bucket there can be: {name: [(calls, seconds)]}."""
    limits = {endpoint_bucket(None): [ENDPOINT_WINDOW]}
    for _method, _path, route in ROUTES:
        limits[endpoint_bucket(route)] = [ENDPOINT_WINDOW]
        for calls in {calls for _most, calls in ENDPOINT_QUOTAS.get(route.quota, ()) if calls} | {1000}:
            limits[f"{route.name} {calls}"] = [(calls, 60)]
    for (group, _region), tiers in GROUP_QUOTAS.items():
        for _most, calls in tiers:
            limits[f"{group} {calls}"] = [(calls, 60)]
    return limits
