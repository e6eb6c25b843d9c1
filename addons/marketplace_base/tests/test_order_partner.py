from dataclasses import replace
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.types import Address, Customer
from .order_common import COMPANY, OrderCase, address, goods, order


@tagged("post_install", "-at_install")
class TestOrderPartner(OrderCase):
    """Customers are recognised by what identifies them, and what people wrote about them is left as it is."""

    number = 0

    def sale(self, account=None, **vals):
        self.number += 1
        self.set_stock(self.boots, 5)
        return self.apply(order(goods("1", "10.00"), key=f"P{self.number}", **vals), account).sale_order_id

    # ---- persons ----

    def test_F4_F5_a_person_with_both_addresses(self):
        delivery = address(
            name="Ion Pop", street="Bd. Unirii 5", city="Bucuresti", county="Sector 3", zip="30167", phone="0733"
        )
        sale = self.sale(delivery=delivery)
        partner = sale.partner_id
        self.assertEqual((partner.name, partner.is_company, partner.email), ("Ana Pop", False, "a1b2c3@shop.test"))
        self.assertEqual((partner.street, partner.city, partner.zip), ("Str. Lungă 1", "Cluj-Napoca", "400001"))
        self.assertEqual((partner.state_id.code, partner.country_id.code, partner.phone), ("CJ", "RO", "0720000000"))
        self.assertEqual(partner.customer_rank, 1)
        self.assertEqual(sale.partner_invoice_id, partner)
        child = sale.partner_shipping_id
        self.assertEqual(
            (child.parent_id, child.type, child.name, child.phone), (partner, "delivery", "Ion Pop", "0733")
        )
        self.assertEqual((child.state_id.code, child.city, child.zip), ("B", "Sector 3", "030167"))

    def test_a_returning_customer_is_the_same_partner(self):
        first = self.sale()
        again = self.sale(delivery=address(street="STR. LUNGA 1 ", phone="+40 720 000 000", city="Mun. Cluj-Napoca"))
        self.assertEqual(again.partner_id, first.partner_id)
        self.assertEqual(again.partner_shipping_id, first.partner_id)
        other = self.sale(delivery=address(street="Str. Scurtă 9"))
        self.assertEqual(other.partner_id, first.partner_id)
        self.assertNotEqual(other.partner_shipping_id, first.partner_id)
        self.assertEqual(
            self.sale(delivery=address(street="Str. Scurta 9")).partner_shipping_id, other.partner_shipping_id
        )

    def test_equal_names_and_addresses_are_not_one_customer(self):
        first = self.sale()
        namesake = self.sale(customer=Customer(key="99", name="Ana Pop", email="a1b2c3@shop.test", phone="0720000000"))
        self.assertNotEqual(namesake.partner_id, first.partner_id)

    def test_customers_of_two_accounts_are_not_merged(self):
        other = self.make_account(name="Other", identity="other", order_warehouse_id=self.warehouse.id)
        self.make_offer("1", self.boots, other)
        self.assertNotEqual(self.sale().partner_id, self.sale(other).partner_id)

    def test_a_platform_without_customer_numbers(self):
        first = self.sale(customer=Customer(key="", name="Ana Pop", phone="0720 000 000"))
        self.assertEqual(
            self.sale(customer=Customer(key="", name="ANA POP", phone="+40720000000")).partner_id, first.partner_id
        )
        other = self.sale(customer=Customer(key="", name="Ion Pop", phone="0720000000"))
        self.assertNotEqual(other.partner_id, first.partner_id)
        nameless = Customer(key="", name="")
        self.assertNotEqual(self.sale(customer=nameless).partner_id, self.sale(customer=nameless).partner_id)

    def test_what_a_person_edited_stays(self):
        partner = self.sale().partner_id
        partner.write({"name": "Pop Ana-Maria", "email": "ana@real.test", "phone": "0799", "street": "Str. Nouă 3"})
        sale = self.sale()
        self.assertEqual(sale.partner_id, partner)
        self.assertEqual(
            (partner.name, partner.email, partner.phone, partner.street),
            ("Pop Ana-Maria", "ana@real.test", "0799", "Str. Nouă 3"),
        )
        self.assertEqual(sale.partner_shipping_id.street, "Str. Lungă 1", "the parcel goes where the platform says")

    def test_an_archived_partner_is_not_sold_to(self):
        partner = self.sale().partner_id
        partner.active = False
        self.assertNotEqual(self.sale().partner_id, partner)

    def test_merged_partners_stay_known(self):
        partner = self.sale().partner_id
        keeper = self.env["res.partner"].create({"name": "Keeper", "email": "x@x.test"})
        self.env["base.partner.merge.automatic.wizard"]._merge((partner | keeper).ids, keeper)
        self.assertEqual(self.sale().partner_id, keeper)

    # ---- companies ----

    def test_a_company(self):
        partner = self.sale(customer=COMPANY).partner_id
        self.assertEqual(
            (partner.is_company, partner.vat, partner.company_registry), (True, "RO31415920", "J40/123/2020")
        )
        self.assertEqual(partner.name, "Exemplu SRL")

    def test_a_company_is_invoiced_as_such_whoever_ordered(self):
        sale = self.sale(customer=COMPANY, billing=address(name="Ana Pop"), delivery=address(name="Ana Pop"))
        self.assertEqual(sale.partner_invoice_id, sale.partner_id)
        self.assertEqual(
            (sale.partner_shipping_id.parent_id, sale.partner_shipping_id.name), (sale.partner_id, "Ana Pop")
        )

    def test_the_tax_number_finds_the_company_however_it_is_written(self):
        known = self.env["res.partner"].create(
            {"name": "Exemplu", "is_company": True, "country_id": self.env.ref("base.ro").id}
        )
        for stored in ("RO31415920", "31415920"):
            known.vat = stored
            for number, (written, payer) in enumerate(
                (("RO31415920", True), ("31415920", False), ("RO 314 159 20", False))
            ):
                customer = replace(COMPANY, key=f"{stored}{number}", tax_number=written, is_vat_payer=payer)
                sale = self.sale(customer=customer)
                self.assertEqual(sale.partner_id, known, (stored, written))
        self.assertEqual((known.name, known.street), ("Exemplu", False))
        self.assertEqual(sale.partner_invoice_id.parent_id, known)
        self.assertEqual(sale.partner_invoice_id.vat, known.vat)

    def test_the_same_company_on_two_accounts_is_one(self):
        other = self.make_account(name="Other", identity="other", order_warehouse_id=self.warehouse.id)
        self.make_offer("1", self.boots, other)
        self.assertEqual(
            self.sale(customer=COMPANY).partner_id, self.sale(other, customer=replace(COMPANY, key="5")).partner_id
        )

    def test_who_pays_no_vat_has_no_prefix(self):
        partner = self.sale(customer=replace(COMPANY, tax_number="31415920", is_vat_payer=False)).partner_id
        self.assertEqual(partner.vat, "31415920")

    def test_a_wrong_tax_number_does_not_stop_the_order(self):
        customer = replace(COMPANY, tax_number="RO31415921")
        sale = self.sale(customer=customer)
        self.assertEqual((sale.state, sale.partner_id.vat), ("sale", False))
        self.assertIn("RO31415921", sale.partner_id.comment)
        self.assertIn("RO31415921", sale.marketplace_order_id.problem)
        self.assertEqual(self.sale(customer=customer).partner_id, sale.partner_id)
        self.assertNotEqual(self.sale(customer=replace(customer, name="Alta SRL")).partner_id, sale.partner_id)

    def test_one_customer_buys_as_a_person_and_for_a_company(self):
        person = self.sale(customer=replace(COMPANY, is_company=False, name="Ana Pop")).partner_id
        company = self.sale(customer=COMPANY).partner_id
        self.assertNotEqual(person, company)
        self.assertEqual(self.sale(customer=replace(COMPANY, is_company=False, name="Ana Pop")).partner_id, person)

    def test_a_foreign_company(self):
        bulgarian = replace(COMPANY, tax_number="BG831650349", key="bg")
        place = address(country_code="BG", county="София", city="София", zip="1000")
        partner = self.sale(customer=bulgarian, billing=place, delivery=place).partner_id
        self.assertEqual((partner.vat, partner.country_id.code), ("BG831650349", "BG"))
        self.assertEqual(
            self.sale(customer=replace(bulgarian, key="x", tax_number="831650349"), billing=place).partner_id, partner
        )

    def test_a_company_sends_goods_abroad(self):
        sale = self.sale(
            customer=COMPANY, delivery=address(country_code="HU", county="Pest megye", city="Budaörs", zip="2040")
        )
        self.assertEqual((sale.partner_shipping_id.country_id.code, sale.partner_shipping_id.vat), ("HU", "RO31415920"))

    def test_vies_is_not_asked(self):
        if "vat_check_vies" not in self.env["res.company"]._fields:
            self.skipTest("base_vat is not installed")
        self.account.company_id.vat_check_vies = True
        with patch("odoo.addons.base_vat.models.res_partner.check_vies", side_effect=AssertionError("asked")):
            sale = self.sale(customer=COMPANY, delivery=address(street="Str. Altă 2"))
            self.assertEqual(sale.partner_shipping_id.vat, "RO31415920")

    def test_partners_of_another_company_are_not_used(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        foreign = self.env["res.partner"].create(
            {"name": "Exemplu", "is_company": True, "vat": "RO31415920", "company_id": stranger.id}
        )
        self.assertNotEqual(self.sale(customer=COMPANY).partner_id, foreign)

    # ---- places ----

    def test_what_is_not_understood_of_an_address_is_kept(self):
        sale = self.sale(delivery=address(county="Ținutul de Sus", city="Undeva"))
        child = sale.partner_shipping_id
        self.assertEqual((child.state_id.id, child.city, child.street2), (False, "Undeva", "Ținutul de Sus"))
        foreign = self.sale(delivery=address(country_code="HU", county="Nowhere", city="Budapest")).partner_shipping_id
        self.assertEqual((foreign.country_id.code, foreign.street2), ("HU", "Nowhere"))

    def test_a_county_abroad_is_found_by_name(self):
        country = self.env.ref("base.hu")
        state = self.env["res.country.state"].create({"name": "Próba", "code": "ZZ", "country_id": country.id})
        child = self.sale(delivery=address(country_code="HU", county="PROBA", city="Győr")).partner_shipping_id
        self.assertEqual((child.state_id, child.street2), (state, False))

    def test_an_order_without_any_delivery_address(self):
        sale = self.sale(delivery=Address())
        self.assertEqual(sale.partner_shipping_id, sale.partner_id)

    def test_documents_speak_the_customers_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        if "ro_RO" not in installed:
            self.skipTest("ro_RO is not active")
        self.assertEqual(self.sale().partner_id.lang, "ro_RO")

    def test_bank_details_and_followers_are_not_made_up(self):
        partner = self.sale(customer=replace(COMPANY, iban="RO49AAAA1B31007593840000", bank="Banca")).partner_id
        self.assertFalse(partner.bank_ids)
        self.assertFalse(partner.message_ids)
        self.assertFalse(partner.message_follower_ids)

    def test_a_category_or_a_child_of_another_kind_is_not_an_address(self):
        partner = self.sale().partner_id
        partner.child_ids = [Command.create({"name": "Ana Pop", "type": "contact"})]
        self.assertEqual(self.sale().partner_shipping_id, partner)
