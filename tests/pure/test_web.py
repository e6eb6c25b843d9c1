import pytest

from odoo.addons.marketplace_base.lib.web import is_local


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:8069", True),
        ("http://127.0.0.1:8069", True),
        ("http://192.168.1.10", True),
        ("http://[::1]:8069", True),
        ("http://odoo", True),
        ("http://shop.local", True),
        ("", True),
        ("https://shop.example.com", False),
        ("https://8.8.8.8", False),
    ],
)
def test_an_address_that_nobody_outside_can_reach_is_told(url, local):
    assert is_local(url) is local
