from odoo import api, fields, models
from odoo.fields import Command

from ..lib.fulfilment import Progress
from .incoming_order import NeedsPerson
from .shipment import PROGRESS


class MarketplaceMapping(models.Model):
    """What stands in Odoo for what the platform names in orders: a VAT rate, a payment or delivery method, a charge.

    Methods are listed by themselves as soon as an order brings them, for the operator to fill in; an empty one changes
    nothing. A VAT rate is filled in at once, because no order can do without.
    """

    _name = "marketplace.mapping"
    _description = "Marketplace Mapping"
    _order = "account_id, kind, key"
    _rec_name = "key"
    _check_company_auto = True

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("tax", "VAT rate"),
            ("payment", "Payment method"),
            ("delivery", "Delivery method"),
            ("service", "Charge"),
            ("shipment", "Courier's code"),
        ],
        required=True,
    )
    key = fields.Char(
        "At the platform",
        required=True,
        help="The VAT rate in percent, such as 21; the method as the platform calls it; for a charge one of shipping, "
        "voucher, voucher:platform (one that the platform pays), discount, deposit, rounding.",
    )
    tax_id = fields.Many2one(
        "account.tax",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        help="Platforms sell at prices with VAT: a tax not included in the price is replaced by its included form.",
    )
    payment_term_id = fields.Many2one("account.payment.term", "Payment terms", check_company=True)
    carrier_id = fields.Many2one("delivery.carrier", "Delivery method", check_company=True)
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        domain=[("type", "=", "service")],
        help="Sold for this charge.",
    )
    progress = fields.Selection(PROGRESS, "Means", help="How far a parcel is that a courier says this of.")
    words = fields.Char("In the courier's words", readonly=True)

    _once = models.UniqueIndex("(account_id, kind, key)", "This is listed already for this account.")

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        mappings._wake_waiting()
        return mappings

    def write(self, vals):
        result = super().write(vals)
        self._wake_waiting()
        return result

    def _wake_waiting(self):
        """A person decided something: the orders that wait for that, and not for a product, are tried again."""
        decided = self.filtered(lambda m: m.tax_id or m.payment_term_id or m.carrier_id or m.product_id)
        waiting = (
            self.env["marketplace.incoming"]
            .sudo()
            .search(
                [("account_id", "in", decided.account_id.ids), ("state", "=", "waiting"), ("missing_codes", "=", False)]
            )
        )
        if waiting:
            waiting.action_retry()

    # ---- what an order asks for ----

    @api.model
    def _of(self, account):
        """``{(kind, key): mapping}`` of one account."""
        return {(m.kind, m.key): m for m in self.search([("account_id", "=", account.id)])}

    @api.model
    def _seen(self, known, account, kind, key):
        """The mapping of a method an order names, listed from now on; an empty one when it names none.

        :param known: what ``_of`` returned; kept up to date
        """
        if not key:
            return self.browse()
        if (kind, key) not in known:
            known[kind, key] = self.create({"account_id": account.id, "kind": kind, "key": key})
        return known[kind, key]

    @api.model
    def _service(self, known, kind, paid_by=""):
        """The product sold for a charge of this kind.

        A voucher that the platform pays may have its own: what the platform owes for it is no rebate of ours.
        """
        own = [f"{kind}:{paid_by}", kind] if (kind, paid_by) == ("voucher", "platform") else [kind]
        for key in own:
            if product := known.get(("service", key), self.browse()).product_id:
                return product
        return self.env.ref(f"marketplace_base.product_{own[0].replace(':', '_')}")

    # ---- couriers ----

    @api.model
    def _progress(self, account, state):
        """What a courier's code means: listed from now on as the connector understands it, for a person to correct.

        :param state: a ``lib.fulfilment.ShipmentState``
        :return: a ``Progress``, or None when nobody knows
        """
        if not state.code:
            return state.progress
        mapping = self.search([("account_id", "=", account.id), ("kind", "=", "shipment"), ("key", "=", state.code)])
        mapping = mapping or self.create(
            {
                "account_id": account.id,
                "kind": "shipment",
                "key": state.code,
                "words": state.text,
                "progress": state.progress and state.progress.value,
            }
        )
        return Progress(mapping.progress) if mapping.progress else state.progress

    # ---- VAT rates ----

    @api.model
    def _tax(self, known, account, rate, product, fiscal_position):
        """The price-included sales tax for a rate of the platform; found or made at first use, and remembered.

        :param rate: a fraction (0.21)
        :param product: a product sold at that rate; its own tax is preferred. May be empty
        :param fiscal_position: that of the order
        :raise NeedsPerson: the company has no sales tax of that rate
        """
        key = f"{(rate * 100).normalize():f}"
        mapping = known.get(("tax", key))
        tax = mapping and mapping.tax_id or self._choose_tax(account, rate, product, fiscal_position)
        if not tax:
            raise NeedsPerson(
                self.env._(
                    "%(company)s has no sales tax of %(rate)s %%. "
                    "Create it, or choose a tax for this rate in the account's mappings.",
                    company=account.company_id.name,
                    rate=key,
                )
            )
        included = self._included(tax)
        if not mapping:
            known["tax", key] = self.create(
                {"account_id": account.id, "kind": "tax", "key": key, "tax_id": included.id}
            )
        elif mapping.tax_id != included:
            mapping.tax_id = included
        return included

    @api.model
    def _choose_tax(self, account, rate, product, fiscal_position):
        """The most fitting sales tax of a rate.

        Of the order's fiscal position, else of the country; one with the price included before others; the
        product's own before the company's default before any other.
        """
        company = account.company_id
        country = fiscal_position.foreign_vat and fiscal_position.country_id or company.account_fiscal_country_id
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", float(rate * 100)),
                ("country_id", "=", country.id),
            ],
            order="sequence, id",
        )
        default = company.account_sale_tax_id
        abroad = fiscal_position and not fiscal_position.is_domestic and fiscal_position in taxes.fiscal_position_ids
        return taxes.sorted(
            lambda tax: (
                fiscal_position not in tax.fiscal_position_ids if abroad else not tax.is_domestic,
                not tax.price_include,
                tax not in product.taxes_id,
                tax != default,
                tax.tax_exigibility != (default.tax_exigibility or tax.tax_exigibility),
            )
        )[:1]

    @api.model
    def _included(self, tax):
        """The tax itself when prices include it (or it is none), else its included copy: same accounts and grids."""
        if tax.price_include or not tax.amount:
            return tax
        name = self.env._("%s (price included)", tax.name)
        made = self.env["account.tax"].search(
            [
                ("name", "=", name),
                ("company_id", "=", tax.company_id.id),
                ("amount", "=", tax.amount),
                ("type_tax_use", "=", "sale"),
            ],
            limit=1,
        )
        # It replaces no other tax: fiscal positions must not put it next to the one it was made from.
        return made or tax.copy(
            {"name": name, "price_include_override": "tax_included", "original_tax_ids": [Command.clear()]}
        )
