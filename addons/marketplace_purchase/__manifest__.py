{
    "name": "Marketplaces: Orders to Suppliers",
    "summary": "What marketplace orders lack is listed and ordered from suppliers once a day, one purchase order each",
    "version": "19.0.1.0.0",
    "category": "Sales/Marketplaces",
    "author": "Odoo Marketplaces contributors",
    "license": "LGPL-3",
    "depends": ["marketplace_base", "purchase_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/procurement_views.xml",
        "views/purchase_order_views.xml",
        "views/order_views.xml",
        "views/account_views.xml",
    ],
    "auto_install": True,
}
