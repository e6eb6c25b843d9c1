"""Who may call, and how refusals look (api/trendyol.md §1)."""

import pytest

from simulators.trendyol import TrendyolSimulator

from .trendyol_api import SELLER, Api, basic, without

PRODUCTS = "/product/sellers/{S}/products/approved"
ORDERS = "/order/sellers/{S}/v2/orders"


def call(api, path=PRODUCTS, drop=(), **headers):
    return api.call("GET", path, headers={**without(api.headers, *drop), **headers})


def test_right_credentials_pass(trendyol):
    assert trendyol.get(PRODUCTS).status == 200


@pytest.mark.parametrize("header", ["", "Basic x", basic("key", "wrong"), basic("other", "secret"), "Bearer abc"])
def test_wrong_credentials_are_401_in_form_c(trendyol, header):
    reply = call(trendyol, Authorization=header)
    assert reply.status == 401
    assert reply.json["exception"] == "ClientApiAuthenticationException"
    assert reply.json["status"] == 401 and reply.json["errors"] == []


def test_keys_of_another_seller_are_401_in_form_d(trendyol):
    reply = trendyol.get("/product/sellers/999/products/approved")
    assert (reply.status, reply.json) == (401, {"status": 401, "exception": "TrendyolAuthorizationException"})


def test_a_missing_role_is_401_for_that_service_only(trendyol):
    trendyol.set(missing_roles=["order"])
    assert trendyol.get(ORDERS).status == 401
    assert trendyol.get(PRODUCTS).status == 200


def test_missing_user_agent_is_403_without_json(trendyol):
    reply = trendyol.call("GET", PRODUCTS, headers={**trendyol.headers, "User-Agent": ""})
    assert (reply.status, reply.json) == (403, None)
    assert b"<html>" in reply.body


@pytest.mark.parametrize(
    "agent",
    ["python-requests/2.32", "999 - SelfIntegration", f"{SELLER} - My-ERP", f"{SELLER} - {'x' * 31}", f"{SELLER}"],
)
def test_user_agents_of_another_form_are_403_unless_switched(trendyol, agent):
    assert call(trendyol, **{"User-Agent": agent}).status == 403
    trendyol.set(user_agent_check="present")
    assert call(trendyol, **{"User-Agent": agent}).status == 200


def test_integrators_name_is_fine(trendyol):
    assert call(trendyol, **{"User-Agent": f"{SELLER} - {'x' * 30}"}).status == 200


@pytest.mark.parametrize(("body", "expected"), [("json", True), ("empty", False)])
def test_body_of_the_403_is_a_switch(trendyol, body, expected):
    trendyol.set(user_agent_refusal=body)
    reply = call(trendyol, **{"User-Agent": ""})
    assert reply.status == 403 and bool(reply.json) is expected


def test_without_storefront_an_international_seller_is_not_found(trendyol):
    reply = call(trendyol, drop=["storeFrontCode"])
    assert (reply.status, reply.key) == (400, "supplier.api.supplier.not.found")
    trendyol.set(supplier_not_found_status=404)
    assert call(trendyol, drop=["storeFrontCode"]).status == 404


def test_without_storefront_a_turkish_seller_is_served(turkish):
    assert call(turkish, drop=["storeFrontCode"]).status == 200


def test_unknown_storefront(trendyol):
    reply = call(trendyol, storeFrontCode="XX")
    assert (reply.status, reply.key) == (400, "invalid.storefrontcode")


def test_a_storefront_that_was_not_opened(trendyol):
    assert call(trendyol, storeFrontCode="BG").key == "supplier.api.supplier.not.found"
    opened = Api(targets=("BG",))
    assert call(opened, storeFrontCode="BG").status == 200


def test_storefront_header_in_any_case(trendyol):
    headers = {**without(trendyol.headers, "storeFrontCode"), "storefrontcode": "RO"}
    assert trendyol.call("GET", PRODUCTS, headers=headers).status == 200


def test_form_of_order_services_is_another(trendyol):
    reply = trendyol.get(ORDERS, size=201)
    assert reply.status == 400
    assert reply.json == {"error": "Bad Request", "message": "size must be less than or equal to 200"}
    trendyol.set(order_errors="list")
    assert trendyol.get(ORDERS, size=201).key == "invalid.parameter"


def test_unknown_path_and_method(trendyol):
    assert trendyol.get("/nowhere").status == 404
    assert trendyol.post(PRODUCTS).status == 405
    assert trendyol.get("/../sapigw/suppliers/{S}/products").status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/order/sellers/{S}/orders"),
        ("GET", "/product/sellers/{S}/products"),
        ("POST", "/product/sellers/{S}/products"),
        ("PUT", "/product/sellers/{S}/products"),
        ("GET", "/product/product-categories/604/attributes"),
    ],
)
def test_retired_versions_are_426(trendyol, method, path):
    assert trendyol.call(method, path).status == 426
    trendyol.set(retired_status=404)
    assert trendyol.call(method, path).status == 404


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"items=1", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"items": "x"}', "application/json", 400),
        (b'{"items": [NaN]}', "application/json", 400),
        (b'{"items": []}', "application/json", 400),
        (b"", "application/json", 400),
    ],
)
def test_bodies_that_are_none(trendyol, data, content_type, status):
    path = "/product/sellers/{S}/v2/products"
    assert trendyol.call("POST", path, data=data, content_type=content_type).status == status


@pytest.mark.parametrize("query", [{"size": "x"}, {"size": 0}, {"page": -1}, {"status": "sold"}, {"supplierId": 9}])
def test_wrong_parameters_are_400(trendyol, query):
    assert trendyol.get(PRODUCTS, **query).status == 400


@pytest.mark.parametrize(
    ("header", "name"),
    [("ro", "Tricouri"), ("en-GB,en", "T-shirts"), ("fr", "T-shirts"), ("", "T-shirts"), ("tr", "Tişört")],
)
def test_answers_follow_accept_language(trendyol, header, name):
    reply = call(trendyol, "/product/categories/604/attributes", **{"Accept-Language": header})
    assert reply.json["name"] == name


def test_on_the_turkish_storefront_everything_is_turkish(turkish):
    reply = call(turkish, "/product/categories/50604/attributes", **{"Accept-Language": "ro"})
    assert reply.json["name"] == "Tişört"


def test_sellers_of_other_countries_do_not_exist():
    for options in ({"country": "DE"}, {"country": "TR", "targets": ("BG",)}, {"targets": ("CZ",)}):
        with pytest.raises(ValueError, match="country"):
            TrendyolSimulator(**options)


@pytest.mark.parametrize(
    ("kind", "status"), [("426", 426), ("429", 429), ("500", 500), ("503", 503), ("html", 200), ("empty", 200)]
)
def test_faults_answer_in_trendyols_ways(trendyol, kind, status):
    trendyol.control("POST", "/faults", [{"kind": kind, "times": 1}])
    assert trendyol.get(PRODUCTS).status == status
    assert trendyol.get(PRODUCTS).status == 200


def test_a_general_exception_has_form_b(trendyol):
    trendyol.control("POST", "/faults", [{"kind": "500"}])
    reply = trendyol.get(PRODUCTS)
    assert reply.json["exception"] == "TrendyolSystemException" and reply.key == "generic.exception"


def test_distorted_answers_have_null_content(trendyol):
    trendyol.control("POST", "/faults", [{"kind": "wrong_type"}])
    assert trendyol.get(ORDERS).json["content"] is None
