"""Who may call and how: credentials, IP filter, methods, bodies, envelope, paging (api/emag.md §1)."""

import base64

import pytest

from .emag_api import Api, basic, product

REFUSED = {"isError": True, "messages": ["You are not allowed to use this API."], "errors": [], "results": []}


@pytest.mark.parametrize(
    "header",
    [
        None,
        basic("seller", "wrong"),
        basic("other", "secret"),
        "Bearer abc",
        "Basic not-base64!",
        "Basic " + base64.b64encode(b"seller").decode(),
    ],
)
def test_wrong_credentials_are_refused(api, header):
    reply = api.post("/vat/read", headers={} if header is None else {"Authorization": header})
    assert (reply.status, reply.json) == (403, REFUSED)


@pytest.mark.parametrize("status", [401, 200])
def test_credentials_refusal_as_live_clients_saw_it(api, status):
    api.set(auth_refusal_status=status, auth_message_prefix="ERROR: ")
    reply = api.post("/vat/read", headers={})
    assert reply.status == status
    assert reply.json["isError"] is True
    assert reply.text == "ERROR: You are not allowed to use this API."


def test_callers_outside_the_whitelist_are_refused():
    api = Api(allowed_ips=["10.0.0.1"])
    assert api.post("/vat/read", ip="10.0.0.1").accepted
    reply = api.post("/vat/read", ip="203.0.113.7")
    assert reply.status == 403
    assert reply.text == "ERROR: Invalid vendor ip [203.0.113.7]"
    api.set(ip_refusal_status=200)
    assert api.post("/vat/read", ip="203.0.113.7").status == 200


@pytest.mark.parametrize(
    "path",
    ["/unknown/read", "/api-3/order/read", "/vat/read/", "/Vat/read", "/order/acknowledge/abc", "/awb/cancel", ""],
)
def test_unknown_paths(api, path):
    reply = api.post(path)
    assert (reply.status, reply.json) == (404, {"message": "Invalid URL"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/vat/read"),
        ("GET", "/product_offer/read"),
        ("PUT", "/product_offer/save"),
        ("GET", "/order/read"),
        ("POST", "/offer_stock/1"),
        ("POST", "/documentation/find_by_eans"),
    ],
)
def test_wrong_methods(api, method, path):
    assert api.call(method, path).status == 405


def test_get_works_on_order_count_and_acknowledge(shop):
    order = shop.place()
    assert shop.get("/order/count").accepted
    assert shop.get(f"/order/acknowledge/{order['id']}").accepted
    shop.set(get_on_order_routes=False)
    assert shop.get("/order/count").status == 405


# Bodies


def test_malformed_json_is_a_bad_request(api):
    reply = api.call("POST", "/vat/read", data=b'{"a": ', content_type="application/json")
    assert (reply.status, reply.json["isError"]) == (400, True)


def test_other_content_types_are_a_bad_request(api):
    reply = api.call("POST", "/product_offer/save", data=b"[]", content_type="text/plain")
    assert (reply.status, reply.json["isError"]) == (400, True)


def test_read_filters_under_data_are_silently_ignored(shop):
    wrapped = shop.post("/product_offer/read", {"data": {"id": 2}})
    assert [row["id"] for row in wrapped.results] == [1, 2, 3]
    calls = shop.control("GET", "/calls")["calls"]
    assert calls[-1]["ignored_keys"] == ["data"]
    shop.set(ignore_data_filters_on_read=False)
    assert [row["id"] for row in shop.post("/product_offer/read", {"data": {"id": 2}}).results] == [2]


def test_parameter_names_are_case_sensitive(shop):
    reply = shop.post("/product_offer/read", {"itemsperpage": 1})
    assert len(reply.results) == 3
    assert shop.control("GET", "/calls")["calls"][-1]["ignored_keys"] == ["itemsperpage"]


def test_php_style_forms(shop):
    reply = shop.call("POST", "/product_offer/read", data={"data[currentPage]": "1", "data[itemsPerPage]": "2"})
    assert [row["id"] for row in reply.results] == [1, 2]
    form = {
        "data[0][id]": "1",
        "data[0][sale_price]": "55.5",
        "data[0][stock][0][warehouse_id]": "1",
        "data[0][stock][0][value]": "7",
    }
    reply = shop.call("POST", "/offer/save", data=form)
    assert reply.results["1"]["isError"] is False
    assert (shop.offer(1)["general_stock"], shop.offer(1)["sale_price"]) == (7, 55.5)


def test_php_style_empty_brackets_append(api):
    form = {"data[emag_id][]": "8801"}
    assert api.call("POST", "/locality/read", data=form).json["isError"] is True  # a list is no emag_id
    assert len(api.call("POST", "/locality/read", data={"data[emag_id]": "8801"}).results) == 1


@pytest.mark.parametrize("path", ["/product_offer/save", "/offer/save", "/order/save", "/measurements/save"])
def test_a_single_object_is_no_list(api, path):
    assert api.post(path, {"id": 1}).text == "Expected list of arrays, single array received"


def test_saves_take_a_bare_list_or_data(shop):
    item = {"id": 1, "sale_price": 90}
    assert shop.post("/offer/save", [item]).results["1"]["isError"] is False
    assert shop.post("/offer/save", {"data": [item]}).results["1"]["isError"] is False


@pytest.mark.parametrize("body", [[], {}, {"data": []}, "text", [1], [[]]])
def test_saves_refuse_what_is_no_list_of_entities(api, body):
    assert api.post("/offer/save", body).json["isError"] is True


def test_more_than_4000_input_variables_save_nothing(api):
    # 40 characteristics of two values each in 50 products make 4000 and some.
    many = [{"id": 5401, "value": "Black"}] * 40
    reply = api.post("/product_offer/save", [product(number, characteristics=many) for number in range(1, 51)])
    assert reply.json["isError"] is True
    assert reply.text == "Maximum input vars of 4000 exceeded"
    assert api.control("GET", "/offers") == []


def test_exactly_4000_input_variables_pass(shop):
    body = [{"id": 1, "x": list(range(3999))}]
    assert "Maximum input vars" not in shop.post("/offer/save", body).text
    body[0]["x"].append(0)
    assert "Maximum input vars" in shop.post("/offer/save", body).text


def test_at_most_50_entities(shop):
    items = [{"id": 1, "sale_price": 90}] * 51
    reply = shop.post("/offer/save", items)
    assert reply.json["isError"] is True and reply.results == []
    assert shop.post("/offer/save", items[:50]).results["1"]["isError"] is False


# Envelope


def test_envelope_shape(api):
    assert list(api.post("/vat/read").json) == ["isError", "messages", "errors", "results"]
    api.set(errors_key=False)
    assert list(api.post("/vat/read").json) == ["isError", "messages", "results"]


def test_content_type_and_server(api):
    reply = api.post("/vat/read")
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.headers["Server"] == "nginx"


def test_empty_results_are_a_list(api):
    assert api.post("/product_offer/read").results == []
    assert api.post("/offer/save", [{"sale_price": 1}]).results == []


@pytest.mark.parametrize(
    ("shape", "messages"),
    [("message", [{"message": "x"}]), ("text", [{"text": "x"}]), ("keyed", {"1": "x"})],
)
def test_other_message_shapes(api, shape, messages):
    text = api.post("/order/save", {"id": 1}).text
    api.set(message_shape=shape)
    got = api.post("/order/save", {"id": 1}).json["messages"]
    assert str(got).replace(text, "x") == str(messages)


def test_business_refusals_can_come_with_400(api):
    assert api.post("/order/save", {"id": 1}).status == 200
    api.set(refusal_status=400)
    assert api.post("/order/save", {"id": 1}).status == 400


# Paging


def test_pages_and_the_page_beyond_the_end(api):
    api.control("POST", "/offers", {"generate": {"count": 250}})
    pages = [api.post("/product_offer/read", {"currentPage": page}).results for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [100, 100, 50, 0]
    assert [row["id"] for page in pages for row in page] == list(range(1, 251))


@pytest.mark.parametrize("key", ["currentPage", "itemsPerPage"])
@pytest.mark.parametrize("value", [0, -1, "x", 1.5, True])
def test_paging_outside_the_limits(api, key, value):
    assert api.post("/product_offer/read", {key: value}).json["isError"] is True


def test_current_page_is_at_most_65535(api):
    assert api.post("/product_offer/read", {"currentPage": 65535}).accepted
    assert not api.post("/product_offer/read", {"currentPage": 65536}).accepted


def test_items_per_page_above_100(api):
    api.control("POST", "/offers", {"generate": {"count": 150}})
    assert len(api.post("/product_offer/read", {"itemsPerPage": 1000}).results) == 100
    api.set(items_per_page_above_limit="refuse")
    reply = api.post("/product_offer/read", {"itemsPerPage": 101})
    assert (reply.status, reply.text) == (400, "Reading products is limited to maximum 100 elements")


def test_counts_are_strings_or_integers(api):
    api.control("POST", "/offers", {"generate": {"count": 101}})
    expected = {"noOfItems": "101", "noOfPages": "2", "itemsPerPage": "100"}
    assert api.post("/product_offer/count").results == expected
    api.set(count_values="integer")
    assert api.post("/product_offer/count").results == {"noOfItems": 101, "noOfPages": 2, "itemsPerPage": 100}
