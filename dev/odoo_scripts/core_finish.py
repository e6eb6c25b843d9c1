"""Runs in Odoo's shell after Odoo's own modules are installed: what the template promises is made or checked here."""

company = env.company
if company.chart_template != "ro":
    env["account.chart.template"].try_loading("ro", company=company, install_demo=False)
assert company.chart_template == "ro", company.chart_template
assert company.currency_id.name == "RON", company.currency_id.name
assert company.account_fiscal_country_id.code == "RO"
assert env["ir.module.module"].search_count([("state", "in", ("to install", "to upgrade"))]) == 0
assert env["res.lang"]._get_data(code="ro_RO").active
env.cr.commit()
