import re

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..lib.romania import company_number, place, plain, same_phone, tidy, zip_code

# An import speaks for itself: no followers, no «created» notes, no tracking of what nobody changed.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_auto_subscribe_no_notify": True,
}


class MarketplaceCustomer(models.Model):
    """Which partner a platform's customer is.

    A model of its own rather than a field of the partner: one partner may buy on several accounts, and one customer of
    a platform may buy as a person and for a company. Merging partners keeps these rows right: they only point at them.
    """

    _name = "marketplace.customer"
    _description = "Marketplace Customer"
    _rec_name = "external_id"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Customer number", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True, readonly=True)

    _once = models.UniqueIndex("(account_id, external_id, partner_id)", "This customer is known already.")

    @api.model
    def _partners(self, account, data):
        """The partner of an order, its invoice and its delivery address; made where they are not known yet.

        A company is known by its tax number, then anybody by the platform's customer number; never by a name alone, and
        never by the e-mail address, which platforms make up. Who is known is left as is: a person may have edited it.

        :return: partner, invoice address, delivery address
        """
        vat, _complaint = self._tax_number(account, data)
        billing = self._address_values(data.billing)
        partner = self._find_company(account, data, vat) if vat else self._find(account, data.customer)
        if not partner:
            partner = self._create_partner(account, data, vat, billing)
            if key := self._key(data.customer):
                self.create({"account_id": account.id, "external_id": key, "partner_id": partner.id})
        invoice = self._address(partner, "invoice", data.billing, billing)
        delivery = self._address(partner, "delivery", data.delivery, self._address_values(data.delivery))
        return partner, invoice, delivery

    # ---- who ----

    @api.model
    def _key(self, customer):
        """The platform's customer number; where it has none, the phone with the name stand for it."""
        return customer.key or f"{same_phone(customer.phone)} {plain(customer.name)}".strip()

    @api.model
    def _tax_number(self, account, data):
        """A company's tax number as Odoo writes it, and a complaint if it is none. Both empty for persons."""
        customer = data.customer
        written = "".join(customer.tax_number.split()).upper()
        if not customer.is_company or not written:
            return "", ""
        country = self._country_code(account, data)
        if country == "RO" and (number := company_number(written)):
            return ("RO" + number if customer.is_vat_payer or written.startswith("RO") else number), ""
        vat, _country = self.env["res.partner"]._run_vat_checks(
            self._country(country), written, customer.name, validation="setnull"
        )
        if vat and (country != "RO" or len(vat) == 13):  # thirteen digits: a person who trades under their own number
            return vat, ""
        return "", self.env._(
            "The tax number of %(name)s is not valid: %(number)s.", name=customer.name, number=written
        )

    @api.model
    def _country_code(self, account, data):
        return data.billing.country_code or account.company_id.account_fiscal_country_id.code

    @api.model
    def _find_company(self, account, data, vat):
        """The company with this tax number, whether it is written with or without its country."""
        code = self._country_code(account, data)
        number = re.sub(r"^[A-Z]{2}", "", vat)
        found = self.env["res.partner"].search(
            [
                ("vat", "in", list({vat, number, f"{code}{number}", f"{code} {number}"})),
                ("parent_id", "=", False),
                ("company_id", "in", (False, account.company_id.id)),
            ],
            order="is_company desc, id",
        )
        return found.filtered(lambda p: p.vat[:2].isalpha() or p.country_id.code in (False, code))[:1]

    @api.model
    def _find(self, account, customer):
        """The partner that a customer without a (valid) tax number is, if known."""
        key = self._key(customer)
        known = key and self.search([("account_id", "=", account.id), ("external_id", "=", key)], order="id desc")
        if not known:
            return self.env["res.partner"]
        same_name = plain(customer.name)
        return known.partner_id.filtered(
            lambda p: (
                p.active
                and (
                    p.is_company and not p.vat and plain(p.name) == same_name
                    if customer.is_company
                    else not p.is_company
                )
            )
        )[:1]

    @api.model
    def _create_partner(self, account, data, vat, billing):
        customer = data.customer
        vals = billing | {
            "name": tidy(customer.name or data.billing.name or data.delivery.name) or customer.key,
            "is_company": customer.is_company,
            "email": customer.email or False,
            "phone": customer.phone or data.billing.phone or False,
            "company_registry": customer.register_number or False,
            "lang": self._language(data),
            "customer_rank": 1,
        }
        if vat:
            vals["vat"] = vat
            if "vies_valid" in self.env["res.partner"]._fields:
                vals["vies_valid"] = (
                    False  # left to a person: checking asks a server, and nothing here may wait for one
                )
        elif customer.is_company and customer.tax_number:
            vals["comment"] = plaintext2html(
                self.env._(
                    "Tax number given at %(account)s: %(number)s", account=account.name, number=customer.tax_number
                )
            )
        return self.env["res.partner"].create(vals)

    @api.model
    def _language(self, data):
        """An installed language of the customer's country, such as ro_RO for RO; else the default."""
        country = data.billing.country_code or data.delivery.country_code
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return next(
            (code for code in codes if country and code.endswith(f"_{country}")), self.env.company.partner_id.lang
        )

    # ---- where ----

    @api.model
    def _address(self, partner, kind, address, vals):
        """The partner itself or its address of that kind where it equals ``vals``; else a new address of that kind."""
        if not any(vals.values()):
            return partner
        # a company is invoiced as such, whoever ordered for it
        name = partner.name if kind == "invoice" and partner.is_company else tidy(address.name) or partner.name
        # whom a parcel's driver calls matters, whom an invoice's reader might call does not
        phone = {"phone": ""} if kind == "invoice" else {}
        wanted = self._comparable(vals | {"name": name, "phone": address.phone or partner.phone} | phone)
        addresses = partner.child_ids.filtered(lambda child: child.active and child.type in (kind, "other"))
        for known in partner | addresses:
            if self._comparable(self._read_address(known) | phone) == wanted:
                return known
        named_otherwise = plain(name) != plain(partner.name)
        return self.env["res.partner"].create(
            vals
            | {
                "parent_id": partner.id,
                "type": kind,
                "name": name if named_otherwise else False,
                "phone": address.phone or False,
                "lang": partner.lang,
            }
        )

    @api.model
    def _address_values(self, address):
        """A platform's address as the columns of a partner; what is not understood of it goes to the second line."""
        country = self._country(address.country_code)
        street, postal_code, rest = tidy(address.street), tidy(address.zip), ""
        if address.country_code == "RO":
            found = place(address.county, address.city, address.zip)
            city, rest, postal_code = found.city, found.rest, zip_code(address.zip)
            state_id = found.county and self._id_of(f"RO_{found.county}")
        else:
            city, state_id = tidy(address.city), self._state_id(country, address.county)
            rest = "" if state_id else tidy(address.county)
        return {
            "street": street or False,
            "street2": rest or False,
            "city": city or False,
            "zip": postal_code or False,
            "state_id": state_id or False,
            "country_id": country.id,
        }

    @api.model
    def _country(self, code):
        return self.env["res.country"].browse(code and self._id_of("uk" if code == "GB" else code.lower()) or [])

    @api.model
    def _state_id(self, country, county):
        """A county abroad, by its name or code."""
        if not country or not county:
            return False
        states = self.env["res.country.state"].search([("country_id", "=", country.id)])
        wanted = plain(county)
        return next((state.id for state in states if wanted in (plain(state.name), plain(state.code))), False)

    @api.model
    def _id_of(self, name):
        return self.env["ir.model.data"]._xmlid_to_res_id(f"base.{name}", raise_if_not_found=False)

    @api.model
    def _read_address(self, partner):
        return {
            "name": partner.name or partner.parent_id.name,
            "phone": partner.phone or partner.parent_id.phone,
            "street": partner.street,
            "street2": partner.street2,
            "city": partner.city,
            "zip": partner.zip,
            "state_id": partner.state_id.id,
            "country_id": partner.country_id.id,
        }

    @api.model
    def _comparable(self, vals):
        return (
            plain(vals["name"]),
            same_phone(vals["phone"]),
            plain(f"{vals['street'] or ''} {vals['street2'] or ''}"),
            plain(vals["city"]),
            plain(vals["zip"]),
            vals["state_id"] or False,
            vals["country_id"] or False,
        )
