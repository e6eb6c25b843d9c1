{
    "name": "Trendyol",
    "summary": "Sell on Trendyol in Romania, Türkiye and beyond: stock, prices, orders, returns",
    "version": "19.0.1.0.0",
    "category": "Sales/Marketplaces",
    "author": "Odoo Marketplaces contributors",
    "license": "LGPL-3",
    "depends": ["marketplace_base"],
    "data": [
        "wizards/connect_views.xml",
        "views/account_views.xml",
        "views/account_products_views.xml",
    ],
}
