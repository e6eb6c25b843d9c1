"""Runs in Odoo's shell when all our addons are installed: makes the web pages' bundles once, not in every clone."""

BUNDLES = {
    "web.assets_web": "css js",
    "web.assets_web_print": "css",
    "web.assets_frontend": "css js",
    "web.assets_frontend_lazy": "css js",
    "web.assets_frontend_minimal": "js",
    "web.report_assets_common": "css js",
    "web.assets_tests": "js",
}
qweb = env["ir.qweb"]
for bundle, kinds in BUNDLES.items():
    if "css" in kinds:
        qweb._get_asset_bundle(bundle, css=True, js=False).css()
    if "js" in kinds:
        qweb._get_asset_bundle(bundle, css=False, js=True).js()
env.cr.commit()
