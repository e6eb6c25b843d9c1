"""Runs in Odoo's shell right after ``base``, before every other module.

The company is Romanian before accounting comes, so that the Romanian chart is its first one, and the language is
active, so that every later module, ours included, brings its Romanian texts. Users stay in English.
"""

env["base.language.install"].create({"lang_ids": [(6, 0, env["res.lang"]._activate_lang("ro_RO").ids)]}).lang_install()
currencies = env["res.currency"].with_context(active_test=False)
currencies.search([("name", "in", ["RON", "EUR", "BGN", "HUF"])]).active = True
env.company.write(
    {
        "name": "Magazin Demo SRL",
        "country_id": env.ref("base.ro").id,
        "state_id": env.ref("base.RO_B").id,
        "city": "București",
        "street": "Calea Victoriei 1",
        "zip": "010061",
        "vat": "RO18547290",
        "currency_id": env.ref("base.RON").id,
    }
)
env.ref("base.user_admin").tz = "Europe/Bucharest"
env.cr.commit()
