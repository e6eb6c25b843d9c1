import base64
import io
from decimal import Decimal

from PIL import Image

from odoo.tests import HttpCase, new_test_user, tagged

from ..lib.catalogue import Party
from .publish_common import PublishCase


def picture(colour="red", size=(40, 30), kind="PNG"):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, kind)
    return base64.b64encode(data.getvalue())


@tagged("post_install", "-at_install")
class TestPublishedProduct(PublishCase):
    """What is sent of a product, and where it comes from."""

    def data(self, product):
        return self.account._published_data(product)[product][0]

    def gaps(self, product):
        return [gap.field for gap in self.account._check_products(product)[product]]

    def test_warranty_is_the_product_s_else_the_brand_s_else_the_category_s(self):
        lamp = self.lamp()
        self.assertIsNone(lamp._marketplace_warranty())
        self.goods.marketplace_warranty = 12
        self.assertEqual(lamp._marketplace_warranty(), 12)
        lamp.marketplace_brand_id = self.env["marketplace.brand"].create({"name": "V", "warranty": 24})
        self.assertEqual(lamp._marketplace_warranty(), 24)
        lamp.marketplace_warranty = 36
        self.assertEqual(self.data(lamp).warranty, 36)

    def entry(self, kind, key, value):
        return self.env["marketplace.entry"].create(
            {"account_id": self.account.id, "kind": kind, "external_id": key, "name": key, "value": value}
        )

    def test_days_until_shipping_come_from_the_account_s_list(self):
        self.map()
        lamp = self.lamp()
        self.assertEqual(self.gaps(lamp), [])
        two = self.entry("handling_time", "2", 2)
        self.assertEqual(self.gaps(lamp), ["handling"])
        self.account.handling_id = two
        self.assertEqual((self.gaps(lamp), self.data(lamp).handling_days), ([], 2))
        self.our_lamps.marketplace_handling_days = 0
        self.assertEqual((self.gaps(lamp), self.data(lamp).handling_days), (["handling"], 0))
        lamp.marketplace_handling_days = 2
        self.assertEqual(self.gaps(lamp), [])

    def test_the_vat_rate_has_to_be_in_the_account_s_list(self):
        self.map()
        self.entry("vat", "1", 0.21)
        tax = self.env["account.tax"].create({"name": "21 %", "amount": 21, "type_tax_use": "sale"})
        lamp = self.lamp(taxes_id=tax.ids)
        self.assertEqual((self.gaps(lamp), self.data(lamp).tax_rate), ([], Decimal("0.21")))
        tax.amount = 19
        self.assertEqual(self.gaps(lamp), ["vat"])

    def test_price_limits_lie_around_the_first_price(self):
        self.account.write({"publish_low": 10, "publish_high": 20})
        data = self.data(self.lamp(price=50.0))
        self.assertEqual((data.price, data.price_low, data.price_high), (50, 45, 60))

    def test_makers_and_who_answers_for_them_stand_on_the_brand(self):
        country = self.env.ref("base.ro")
        maker = self.env["res.partner"].create(
            {"name": "Vizion SRL", "street": "Str. Fabricii 10", "zip": "400620", "city": "Cluj-Napoca"}
            | {"country_id": country.id, "email": "gpsr@vizion.example"}
        )
        brand = self.env["marketplace.brand"].create({"name": "Vizion", "maker_ids": maker.ids, "safety": "Hot"})
        lamp = self.lamp()
        lamp.marketplace_brand_id = brand
        party = Party("Vizion SRL", "Str. Fabricii 10, 400620 Cluj-Napoca, Romania", "gpsr@vizion.example")
        data = self.data(lamp)
        self.assertEqual((data.makers, data.responsibles, data.safety), ((party,), (party,), "Hot"))
        maker.country_id = self.env.ref("base.cn")
        self.assertEqual(self.data(lamp).responsibles, ())

    def test_variants_are_a_family_where_the_category_groups_them(self):
        self.lamps.sudo().families = [{"key": "95", "name": "Color", "characteristic_keys": ["1"]}]
        mapping = self.map(color=False)
        self.assertEqual((mapping.family_type_key, mapping.family_note), ("95", "95: Color"))
        attribute = self.env["product.attribute"].create({"name": "Color"})
        values = self.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": attribute.id} for name in ("Black", "White")]
        )
        template = self.env["product.template"].create(
            {"name": "Lamp", "categ_id": self.our_lamps.id}
            | {"attribute_line_ids": [(0, 0, {"attribute_id": attribute.id, "value_ids": values.ids})]}
        )
        self.line(mapping, "1").write({"source": "attribute", "attribute_id": attribute.id})
        data = [self.data(product) for product in template.product_variant_ids]
        self.assertEqual({d.family_key for d in data}, {str(template.id)})
        self.assertEqual([(d.family_name, d.family_type_key) for d in data], [("Lamp", "95")] * 2)
        self.assertEqual([d.name for d in data], ["Lamp, Black", "Lamp, White"])
        self.assertEqual([d.characteristics[0].value for d in data], ["Black", "White"])
        self.assertEqual(self.data(self.lamp()).family_key, "")

    def test_pictures_have_public_addresses_the_main_one_first_equal_ones_once(self):
        lamp = self.lamp(image_1920=picture())
        for colour in ("blue", "red"):
            self.env["marketplace.picture"].create(
                {"product_tmpl_id": lamp.product_tmpl_id.id, "image": picture(colour)}
            )
        pictures = self.data(lamp).pictures
        self.assertEqual(len(pictures), 2)
        self.assertEqual((pictures[0].width, pictures[0].height, pictures[0].kind), (40, 30, "image/png"))
        self.assertRegex(pictures[0].url, r"^http.*/marketplace/picture/\d+/[0-9a-f]{40}\.jpg$")

    def test_pictures_need_an_address_that_platforms_can_reach(self):
        self.map()
        lamp = self.lamp(image_1920=picture())
        settings = self.env["ir.config_parameter"].sudo()
        settings.set_param("web.base.url", "http://localhost:8069")
        self.assertEqual(self.gaps(lamp), ["picture"])
        settings.set_param("web.base.url", "https://odoo.example.com")
        self.assertEqual(self.gaps(lamp), [])
        settings.set_param("web.base.url", "http://localhost:8069")
        self.account.address = "http://localhost:8471"  # a trial with a simulator
        self.assertEqual(self.gaps(lamp), [])

    def test_D13_a_price_or_stock_left_alone_stays_as_it_is_there(self):
        self.map()
        lamp = self.lamp(quantity=4, price=25.0)
        offer = self.publish(lamp)
        offer.write({"exclude_price": True, "exclude_stock": True})
        lamp.list_price = 40
        self.set_stock(lamp, 9)
        offer.action_publish_again()
        self.run_engine()
        [sent] = self.platform.published[-1]
        self.assertEqual((len(self.platform.published), sent.price, sent.quantity), (2, 25, 4))

    # ---- the page on which products are published ----

    def test_C4_the_wizard_says_what_each_product_lacks_and_leads_there(self):
        user = new_test_user(self.env, "publisher", groups="base.group_user,marketplace_base.group_user")
        lamp, other, third = self.lamp("L1"), self.make_product("X1", categ_id=self.goods.id), self.make_product("X2")
        self.map(color=False)
        self.run_engine()
        action = (lamp | other | third).with_user(user).action_marketplace_publish()
        wizard = self.env["marketplace.publish"].with_user(user).browse(action["res_id"])
        self.assertEqual((wizard.account_id, wizard.gap_count, wizard.ready_count), (self.account, 3, 0))
        self.assertEqual(wizard.unmapped_ids, other.categ_id)
        first, second, last = wizard.line_ids
        self.assertEqual((first.category_id, first.gap_text), (self.lamps, "Color is missing."))
        self.assertEqual(first.action_map()["res_id"], first.map_id.id)
        made = self.maps.browse(second.action_map()["res_id"])
        self.assertEqual(made.categ_id, other.categ_id)
        self.assertEqual(last.gap_text, "The product has no category.")
        self.assertEqual(last.action_fix()["res_id"], third.id)
        self.assertEqual(first.action_fix()["res_model"], "marketplace.category.map")
        self.line(first.map_id, "1").write({"source": "constant", "constant": "Red"})
        wizard.action_check()
        self.assertEqual(wizard.ready_count, 1)
        offers = self.env["marketplace.offer"].search(wizard.action_publish()["domain"])
        self.run_engine()
        self.assertEqual(
            {offer.product_id: offer.publish_state for offer in offers},
            {lamp: "review", other: "incomplete", third: "incomplete"},
        )
        self.assertTrue(self.env["product.product"].search([("marketplace_publish_state", "in", ["incomplete"])]))


@tagged("post_install", "-at_install")
class TestPicture(HttpCase):
    """The address that a platform fetches a picture from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Lamp", "image_1920": picture()})

    @property
    def attachment(self):
        return self.product._marketplace_attachments()[:1]

    def fetch(self, address):
        return self.url_open(address.replace(self.env["ir.attachment"].get_base_url(), self.base_url()))

    def test_whoever_knows_the_address_gets_the_picture_without_a_session(self):
        answer = self.fetch(self.attachment._marketplace_address())
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "image/png"))
        self.assertIn("max-age", answer.headers["Cache-Control"])
        self.assertEqual(answer.content, self.attachment.raw)
        self.assertNotIn("session_id", answer.cookies)

    def test_another_picture_has_another_address(self):
        before = self.attachment._marketplace_address()
        self.product.image_1920 = picture("blue")
        self.assertNotEqual(self.attachment._marketplace_address(), before)
        self.assertEqual(self.fetch(before).status_code, 404)

    def test_wrong_tokens_and_other_attachments_are_not_there(self):
        address = self.attachment._marketplace_address()
        token = self.attachment._marketplace_token()
        for wrong in (
            address.replace(token, "0" * 40),
            address.replace(token, "%C8%99"),
            address.replace(token, token[:-1]),
        ):
            self.assertEqual(self.fetch(wrong).status_code, 404, wrong)
        other = self.env["ir.attachment"].create({"name": "secret.png", "raw": base64.b64decode(picture())})
        self.assertEqual(self.fetch(other._marketplace_address()).status_code, 404)
        gone = address.replace(f"/{self.attachment.id}/", "/99999999/")
        self.assertEqual(self.fetch(gone).status_code, 404)

    def test_what_platforms_do_not_take_is_served_as_jpeg_within_their_limits(self):
        self.product.image_1920 = picture(kind="GIF")
        answer = self.fetch(self.attachment._marketplace_address())
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
        self.assertEqual(Image.open(io.BytesIO(answer.content)).format, "JPEG")
        self.assertEqual(self.attachment._marketplace_picture().kind, "image/jpeg")
