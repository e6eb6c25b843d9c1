"""Every switch of the eMAG simulator: the single source (the README table is checked against it)."""

from simulators.core.settings import COMMON_SWITCHES, Switch

SWITCHES = COMMON_SWITCHES + (
    # Access (§1.2)
    Switch("username", "seller", "design", "Basic auth user"),
    Switch("password", "secret", "design", "Basic auth password"),
    Switch("allowed_ips", [], "design", "IP whitelist; empty = every caller"),
    Switch(
        "auth_refusal_status", 403, "fact", "HTTP status of a credentials refusal; 401 and 200 are [C]", (403, 401, 200)
    ),
    Switch("ip_refusal_status", 403, "(unverified)", "HTTP status of an IP refusal; both are [C]", (403, 200)),
    Switch("auth_message_prefix", "", "[C]", 'put before "You are not allowed to use this API." (seen: "ERROR: ")'),
    # Requests and envelope (§1.3 - §1.7)
    Switch("ignore_data_filters_on_read", True, "[C]", "JSON filters and paging inside `data` are ignored by reads"),
    Switch("get_on_order_routes", True, "[C]", "order/count and order/acknowledge answer to GET as well"),
    Switch("refusal_status", 200, "(unverified)", "HTTP status of business refusals", (200, 400)),
    Switch(
        "items_per_page_above_limit",
        "clamp",
        "(unverified)",
        "itemsPerPage above 100: answer 100 rows or refuse",
        ("clamp", "refuse"),
    ),
    Switch("count_values", "string", "[C]", "type of the numbers in count answers", ("string", "integer")),
    Switch("errors_key", True, "fact", "envelope carries the `errors` key (4.4.9); older answers do not"),
    Switch(
        "message_shape",
        "string",
        "[C]",
        "messages as strings, objects or a keyed object",
        ("string", "text", "message", "keyed"),
    ),
    Switch(
        "timezone",
        "Europe/Bucharest",
        "[C]",
        "zone of the naive datetimes; seen for RO, assumed for the other platforms (unverified)",
        ("Europe/Bucharest", "Europe/Budapest", "UTC"),
    ),
    # Lookups (§2)
    Switch(
        "characteristics_in_category_list",
        False,
        "[C]",
        "list mode of category/read carries characteristics too (never values)",
    ),
    Switch("vat_rate_as", "fraction", "[C]", "vat_rate 0.21 or 21", ("fraction", "percent")),
    Switch("handling_time_key", "id", "[C]", "key of the days in handling_time/read", ("id", "value")),
    # Offers (§3)
    Switch("currency", "", "design", "overrides the platform currency, e.g. BGN for BG before 2026"),
    Switch(
        "approve_after_seconds",
        60,
        "design",
        "documentation is approved this long after it was sent; 0 = only by the control API",
    ),
    Switch(
        "mixed_batch_saves_good_items",
        True,
        "(unverified)",
        "product_offer/save keeps the good items of a batch with errors",
    ),
    Switch("warning_sets_is_error", True, "[C]", "WARNING messages of product_offer/save come with isError true"),
    Switch(
        "ean_in_catalogue",
        "attach",
        "fact",
        'new product with a catalogue EAN: attach, or refuse as "duplicated product" [C]',
        ("attach", "duplicate"),
    ),
    Switch(
        "fetch_images",
        False,
        "design",
        "download product images when saved; unreachable ones become a documentation error",
    ),
    Switch(
        "offer_save_refusals",
        "results",
        "fact",
        "offer/save refusals per id in results, or only in top-level messages [C]",
        ("results", "messages"),
    ),
    Switch("ean_filter_on_read", False, "(unverified)", "product_offer/read honours an `ean` filter"),
    Switch(
        "validation_status_shape",
        "list",
        "fact",
        "validation_status as list with one entry or as object [C]",
        ("list", "object"),
    ),
    Switch(
        "offer_validation_status_shape",
        "object",
        "(unverified)",
        "offer_validation_status as object or list",
        ("object", "list"),
    ),
    Switch("ownership_as", "bool", "[C]", "ownership true/false, or 1/2 as documented", ("bool", "number")),
    Switch(
        "find_by_eans_no_match",
        "objects",
        "(unverified)",
        "when no EAN matches: one empty entry per EAN, or []",
        ("objects", "list"),
    ),
    # Orders (§4)
    Switch("undated_reads_stop_at_100", True, "fact", "without dates only the last 100 matching orders can be read"),
    Switch(
        "date_window_above_month",
        "error",
        "(unverified)",
        "a date window above one month is refused or answers nothing",
        ("error", "empty"),
    ),
    Switch(
        "minimal_order_save",
        False,
        "[C]",
        "order/save accepts the minimal payloads of live clients; off = every documented key required",
    ),
    Switch("currency_required_on_order_save", False, "(unverified)", "order/save needs `currency` ([4.5], BG)"),
    Switch("empty_details_as_list", False, "[C]", "details of courier orders is [] instead of an object of nulls"),
    Switch(
        "no_reason_cancellation",
        "null",
        "[C]",
        "reason_cancellation of an order that is not canceled",
        ("null", "object"),
    ),
    Switch("reason_cancellation_as", "object", "[C]", "reason_cancellation of a canceled order", ("object", "id")),
    Switch("cashed_cod_before_delivery", True, "(unverified)", "cashed_cod is filled as soon as a COD order is placed"),
    Switch(
        "line_rounding",
        "unit",
        "[C]",
        "gross: unit price rounded half-up before multiplying, or the line after",
        ("unit", "line"),
    ),
    Switch("offered_by_names", {"emag": "eMAG", "seller": "seller"}, "(unverified)", "texts of offered_by"),
    Switch(
        "cancel_returns_stock",
        True,
        "design",
        "cancelling an acknowledged order gives its quantities back to general_stock",
    ),
    Switch("return_term_days", 14, "design", "return term: finalized orders can become returned until 5 days after it"),
    Switch(
        "storno_omitted_line", "unchanged", "(unverified)", "a line left out of a storno", ("unchanged", "stornoed")
    ),
    Switch(
        "storno_empty_line",
        "kept",
        "(unverified)",
        "a fully stornoed line stays with quantity 0, or leaves the order",
        ("kept", "removed"),
    ),
    Switch("storno_of_card_orders", True, "(unverified)", "storno of lines is allowed on card orders"),
    Switch("fetch_attachments", True, "fact", "attachment URLs are downloaded and must answer"),
    Switch("attachment_url_ends_with_pdf", True, "fact", "attachment URLs must point to a .pdf"),
    # AWB (§5)
    Switch("awb_is_oversize_required", True, "fact", "awb/save needs is_oversize; the official sample leaves it out"),
    Switch("cod_on_paid_orders", "refuse", "design", "cod above 0 on card and bank orders", ("refuse", "allow")),
    Switch("currency_required_on_awb_save", False, "(unverified)", "awb/save needs `currency` ([4.5], BG and EUR)"),
    Switch("unboxing_enabled", False, "fact", "eMAG enabled opening on delivery for this seller; else it is refused"),
    Switch("unlock_courier_permitted", True, "(unverified)", "unlock-courier releases the couriers of an order"),
    Switch(
        "awb_save_answer",
        "full",
        "[C]",
        "awb/save answers everything, or only reservation_id (the rest by awb/read)",
        ("full", "reservation_only"),
    ),
    Switch("awb_results_as", "object", "[C]", "results of awb/save and awb/read", ("object", "list")),
    Switch("awb_status_as", "object", "[C]", "status in awb/read: object, or list as documented", ("object", "list")),
    Switch(
        "awb_ids_of_parcels",
        "shared",
        "(unverified)",
        "parcels of one AWB share its emag_id and its PDF, or each has its own",
        ("shared", "own"),
    ),
    Switch(
        "awb_statuses",
        {
            "NEW": "AWB issued",
            "INT": "In transit",
            "DLV": "Delivered",
            "RTS": "Return to sender",
            "REF": "Refused",
            "RET": "Returned",
            "CAN": "Canceled",
        },
        "(unverified)",
        "status codes and names; only DLV is official, RET and CAN are [C], NEW and INT invented",
    ),
    Switch("awb_progress", ["INT", "DLV"], "design", "codes an AWB takes by itself, one after the other"),
    Switch("awb_progress_seconds", 0, "design", "seconds between those codes; 0 = only by the control API"),
    # Returns (§6)
    Switch("rma_save_list", False, "(unverified)", "rma/save accepts a list with one return too"),
    Switch("reject_reason_required", False, "(unverified)", "a refused return needs a reject_reason on each product"),
    # Invoices (§7)
    Switch("invoices_at", "results", "[C]", "total_results and invoices in results, or beside it", ("results", "root")),
    # Callbacks (§1.8): events new_order, order_cancelled, approved_documentation, awb_status, return
    Switch("callback_repeat_seconds", 120, "design", "new-order callback is repeated this often until acknowledged"),
    Switch(
        "callback_parameters",
        {
            "order_cancelled": "order_id",
            "approved_documentation": "product_id",
            "awb_status": "emag_id",
            "return": "rma_id",
        },
        "(unverified)",
        "name of the query parameter per event; new_order always uses order_id (fact)",
    ),
)
