{
    "name": "Marketplaces: e-Factura",
    "summary": "Customers of marketplaces see an invoice only after e-Factura accepted it",
    "version": "19.0.1.0.0",
    "category": "Sales/Marketplaces",
    "author": "Odoo Marketplaces contributors",
    "license": "LGPL-3",
    "depends": ["marketplace_base", "l10n_ro_edi"],
    "data": ["views/account_views.xml"],
    "auto_install": True,
}
