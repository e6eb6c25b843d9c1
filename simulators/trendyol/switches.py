"""The switches of the Trendyol simulator: the single source, from which the README's table is made."""

from simulators.core.settings import COMMON_SWITCHES, Switch

SWITCHES = (
    *(switch for switch in COMMON_SWITCHES if switch.name != "callback_urls"),
    # Access (§1.2 - §1.6)
    Switch("api_key", "key", "design", "Basic auth user"),
    Switch("api_secret", "secret", "design", "Basic auth password"),
    Switch("missing_roles", [], "fact", "services (product, order, ...) the key has no role for: they answer 401"),
    Switch(
        "user_agent_check",
        "form",
        "(unverified)",
        "403 when User-Agent is not `<seller id> - <name of up to 30 letters and digits>`, or only when it is missing",
        ("form", "present"),
    ),
    Switch("user_agent_refusal", "html", "(unverified)", "body of that 403", ("html", "json", "empty")),
    Switch("supplier_not_found_status", 400, "(unverified)", "HTTP status of `supplier.api.supplier.not.found`"),
    Switch("order_errors", "error", "[conflict]", "body of refusals of order services (§1.6 e, a)", ("error", "list")),
    Switch("listings", 50_000, "design", "size of the shop, which decides its minute quotas"),
    Switch("minute_quotas", True, "fact", "quotas per minute on top of 50 calls in 10 seconds"),
    Switch(
        "order_list_quota",
        "by_size",
        "[conflict]",
        "getShipmentPackages: 30..100 a minute, or 1000",
        ("by_size", "1000"),
    ),
    Switch("addresses_once_per_hour", False, "fact", "the quota of addresses before 14 September 2026"),
    Switch("retired_status", 426, "fact", "HTTP status of retired versions of services (V1)"),
    Switch("stage_services", False, "fact", "the test services of the stage environment answer, too"),
    # Catalogue (§2)
    Switch("address_flags", "plain", "[conflict]", "`shipmentAddress` or `isShipmentAddress`", ("plain", "is")),
    Switch(
        "brand_name_match", "case_sensitive", "[conflict]", "brands/by-name", ("case_sensitive", "case_insensitive")
    ),
    Switch("category_tree_as", "object", "[seen]", "product-categories as object or bare list", ("object", "list")),
    Switch(
        "value_text_key",
        "attributeValueName",
        "[conflict]",
        "key of the text in attribute values",
        ("attributeValueName", "attributeValue", "name"),
    ),
    Switch("stock_code_required", True, "[conflict]", "create needs stockCode"),
    Switch("dimensional_weight_required", True, "[conflict]", "create needs dimensionalWeight"),
    Switch("sale_price_above_zero", True, "(unverified)", "create refuses salePrice 0"),
    Switch("origin_required", False, "fact", "create needs origin; postponed without date on 8 October 2026"),
    Switch(
        "variant_update_partial", "refuse", "[conflict]", "variant-bulk-update of some fields", ("refuse", "accept")
    ),
    Switch("attribute_shape", "single", "[conflict]", "attributes in reads: one value or a list", ("single", "list")),
    Switch(
        "delivery_option_shape",
        "deliveryOption",
        "[conflict]",
        "delivery in reads",
        ("deliveryOption", "deliveryOptions"),
    ),
    Switch(
        "approve_after_seconds", 60, "design", "products are approved this long after they were sent; 0 = by control"
    ),
    Switch("fetch_images", False, "design", "pictures are downloaded before approval; unreachable ones reject"),
    Switch("lock_on_price_drop", 0, "design", "percent of price drop that locks a product; 0 = none does"),
    # Batches (§2.10)
    Switch("batch_seconds", 5, "design", "a batch is worked this long after it was accepted"),
    Switch("batch_empty_seconds", 2, "[seen]", "how long a batch is COMPLETED with items still missing"),
    Switch("batch_items_in_progress", "none", "(unverified)", "items of a running batch", ("none", "IN_PROGRESS")),
    # Stock and price (§2.11)
    Switch(
        "repeated_stock",
        "http",
        "(unverified)",
        "identical request in 15 minutes: HTTP 400 or items",
        ("http", "items"),
    ),
    Switch("stock_taken_at", "Awaiting", "(unverified)", "when an order lowers the stock", ("Awaiting", "Created")),
    Switch("cancel_returns_stock", True, "(unverified)", "a customer's cancellation gives the stock back"),
    Switch(
        "targets_follow", True, "fact", "panel: stock and price of RO hold for BG and GR, updates there are ignored"
    ),
    Switch(
        "filters_on_targets", "empty", "(unverified)", "product reads with a target storefront", ("empty", "prices")
    ),
    # Orders (§3)
    Switch(
        "field_names",
        "new",
        "fact",
        "names in packages and claims; old ones ended 6 April 2026",
        ("new", "old", "both"),
    ),
    Switch("empty_content", "list", "fact", "`content` of an empty answer: [] or null", ("list", "null")),
    Switch("order_list_default_size", 50, "[conflict]", "rows of v2/orders without size: 50 or 200"),
    Switch(
        "order_date_shift", 0, "[conflict]", "seconds orderDate lies after UTC; the documents speak of GMT+3 (10800)"
    ),
    Switch(
        "all_countries_listed", False, "[conflict]", "v2/orders and stream answer all countries whatever the storefront"
    ),
    Switch(
        "ty_discount_shown",
        "commercial",
        "(unverified)",
        "Trendyol's discount is in packages of companies only, in all, or is missing just in packageTyDiscount of persons",
        ("commercial", "always", "commercial_package"),
    ),
    Switch("awaiting_seconds", 30, "design", "an Awaiting package becomes Created after this; 0 = by control"),
    Switch("repeated_status", "refuse", "(unverified)", "Picking for a package in Picking", ("refuse", "accept")),
    Switch(
        "unsupplied_status", "Cancelled", "[conflict]", "a package with no piece supplied", ("Cancelled", "UnSupplied")
    ),
    Switch("split_seconds", 2, "design", "new packages appear this long after a split was accepted"),
    Switch(
        "tracking_fields",
        "documented",
        "[conflict]",
        "tracking-details: cargoSenderNumber and providerCode, or cargoTrackingNumber and cargoProviderCode too",
        ("documented", "both"),
    ),
    Switch("alternative_delivery_permitted", False, "fact", "special permission of Gulf sellers"),
    Switch("cargo_change_renumbers", False, "(unverified)", "a new carrier brings a new cargoTrackingNumber"),
    Switch("label_seconds", 0, "(unverified)", "TR: a label is ready this long after it was asked for"),
    Switch("label_url_seconds", 0, "(unverified)", "INT: life of a label's URL; 0 = for ever"),
    # Invoices (§4)
    Switch("invoice_file_status", 200, "(unverified)", "HTTP status of an accepted invoice file, 200 or 201"),
    Switch(
        "is4p_invoice_seconds", 0, "design", "an is4P invoice is Received, then Invoiced after this; 0 = by control"
    ),
    # Webhooks (§5)
    Switch("webhook_words_any_case", True, "(unverified)", "forbidden words of URLs in any case"),
    Switch(
        "webhook_body",
        "envelope",
        "[conflict]",
        "envelope with one package, or the bare package",
        ("envelope", "package"),
    ),
    Switch("webhook_retry_seconds", 300, "fact", "failed deliveries are repeated this often"),
    Switch("webhook_warning_seconds", 1800, "design", "failing this long brings a warning mail"),
    Switch(
        "webhook_passive_seconds", 3600, "design", "failing this long makes the webhook PASSIVE, with a second mail"
    ),
    # Claims, questions, finance (§6)
    Switch("claim_casing", "guide", "[conflict]", "rejectedpackageinfo, or rejectedPackageInfo", ("guide", "openapi")),
    Switch("fraud_check_seconds", 0, "design", "approved claim items stay in WaitingFraudCheck this long"),
    Switch("dont_ship_back", False, "design", "an item whose rejection is confirmed need not be sent back"),
    Switch(
        "inactive_issue_reasons",
        [251, 1701, 1751, 2151, 2201],
        "fact",
        "claim issue reasons that ended on 8 October 2026",
    ),
    Switch("answer_approval_seconds", 60, "design", "an answer to a question is public after this; 0 = by control"),
    Switch("int_finance_types", "documented", "[conflict]", "INT: Sale and Return only, or all", ("documented", "all")),
    Switch("payment_period_days", 30, "design", "days from delivery to the payout, which falls on a Wednesday"),
)
