import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from PIL import Image

from odoo.tests import tagged

from ..engine import pictures
from ..models.picture_fetch import ALLOW_LOOPBACK, TRIES
from .common import MarketplaceCase


def picture(color, size=(40, 30), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, kind)
    return stream.getvalue()


class Shelf(BaseHTTPRequestHandler):
    """Serves what ``server.shelf`` holds by path: bytes, or a status to answer with."""

    def do_GET(self):
        self.server.asked.append(self.path)
        found = self.server.shelf.get(self.path, 404)
        self.send_response(found if isinstance(found, int) else 200)
        self.end_headers()
        if not isinstance(found, int):
            self.wfile.write(found)

    def log_message(self, *_args):
        """Quiet."""


@tagged("post_install", "-at_install")
class TestPictures(MarketplaceCase):
    """Pictures are fetched from a real little server (A6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(ALLOW_LOOPBACK, "True")
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
        cls.server.shelf, cls.server.asked = {}, []
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)

    def setUp(self):
        super().setUp()
        self.server.shelf.clear()
        self.server.asked.clear()
        self.product = self.make_product("P")

    def add(self, path, product=None, sequence=10, body=None):
        if body is not None:
            self.server.shelf[path] = body
        return self.env["marketplace.picture"].create(
            {
                "product_tmpl_id": (product or self.product).product_tmpl_id.id,
                "account_id": self.account.id,
                "url": f"http://127.0.0.1:{self.server.server_port}{path}",
                "state": "waiting",
                "sequence": sequence,
            }
        )

    def test_A6_the_first_becomes_the_products_own_and_the_rest_stay(self):
        second = self.add("/b.png", sequence=20, body=picture("blue"))
        first = self.add("/a.jpg", sequence=10, body=picture("red", kind="JPEG"))
        self.run_engine()
        self.assertEqual((first | second).mapped("state"), ["done", "done"])
        self.assertEqual(self.product.image_1920, first.image)
        self.assertTrue(second.image)
        self.assertTrue(self.account._flow("pictures").success_at)

    def test_A6_a_bad_picture_stops_nothing(self):
        bad = self.add("/gone.png"), self.add("/page.html", body=b"<html>no</html>"), self.add("/x.svg", body=b"<svg/>")
        good = self.add("/a.png", sequence=20, body=picture("red"))
        self.run_engine()
        self.assertEqual([p.state for p in bad], ["failed"] * 3)
        self.assertIn("404", bad[0].error)
        self.assertEqual(good.state, "done")
        self.assertTrue(self.product.image_1920, "the first that is there is shown")
        problems = self.env["marketplace.problem"].search([("kind", "=", "picture")])
        self.assertEqual(len(problems), 3)
        self.server.shelf["/gone.png"] = picture("green")
        problems.filtered(lambda p: p.res_id == bad[0].id).action_retry()
        self.run_engine()
        self.assertEqual(bad[0].state, "done")

    def test_A6_one_address_is_fetched_once(self):
        other = self.make_product("Q")
        both = self.add("/a.png", body=picture("red")) | self.add("/a.png", product=other)
        self.run_engine()
        third = self.add("/a.png", product=self.make_product("R"))
        self.run_engine()
        self.assertEqual((both | third).mapped("state"), ["done"] * 3)
        self.assertEqual(self.server.asked, ["/a.png"])

    def test_A6_what_is_under_way_when_a_run_ends_is_asked_again_by_the_next(self):
        slow = self.add("/slow.png", body=picture("red"))
        with patch.object(pictures, "wait", lambda asked, **_options: (set(), set(asked))):
            self.run_engine()
        self.assertEqual((slow.state, slow.tries, slow.retry_at), ("waiting", 1, False))
        self.run_engine()
        self.assertEqual(slow.state, "done")

    def test_A6_equal_pictures_of_a_product_are_kept_once(self):
        both = self.add("/a.png", body=picture("red")) | self.add("/b.png", sequence=20, body=picture("red"))
        self.run_engine()
        self.assertEqual(len(both.exists()), 1)

    def test_A6_tried_again_and_given_up(self):
        waiting = self.add("/busy.png", body=503)
        self.run_engine()
        self.assertEqual((waiting.state, waiting.tries), ("waiting", 1))
        self.assertTrue(waiting.retry_at)
        for _try in range(TRIES):
            waiting.retry_at = False
            self.run_engine()
        self.assertEqual(waiting.state, "failed")
        self.assertIn("503", waiting.error)

    def test_A6_this_machine_is_out_of_bounds_unless_allowed(self):
        self.env["ir.config_parameter"].set_param(ALLOW_LOOPBACK, "False")
        inside = self.add("/a.png", body=picture("red"))
        self.run_engine()
        self.assertEqual(inside.state, "failed")
        self.assertIn("private", inside.error)
        self.assertFalse(self.server.asked)

    def test_A6_a_picture_that_somebody_set_stays(self):
        self.product.image_1920 = own = (
            self.env["marketplace.picture"]
            .create(
                {
                    "product_tmpl_id": self.product.product_tmpl_id.id,
                    "image": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
                }
            )
            .image
        )
        self.add("/a.png", body=picture("red"))
        self.run_engine()
        self.assertEqual(self.product.image_1920, own)
