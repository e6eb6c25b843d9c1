"""Connects an account as a person does it: the connection page and the go-live page."""

import time
from dataclasses import dataclass


class NotConnected(Exception):
    """The wizard did not accept the account; the message repeats its lines."""


@dataclass
class Account:
    """A connected account, and what the person at the browser can see of it."""

    id: int
    browser: object

    def read(self, *names):
        [row] = self.browser.call("marketplace.account", "read", [self.id], list(names))
        return row

    def offers(self, *domain, fields=("external_id", "product_id", "stock_state", "price_state")):
        return self.browser.read("marketplace.offer", [("account_id", "=", self.id), *domain], list(fields))

    def unsettled(self):
        """The linked offers of which the platform has not proved stock and price."""
        either = ("|", ("stock_state", "!=", "settled"), ("price_state", "!=", "settled"))
        return self.offers(("product_id", "!=", False), *either, fields=["external_id"])

    def wait_for(self, is_so, what, patience=90):
        """Wait until ``is_so()`` gives something true, and return it. :raise NotConnected: it never does"""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if found := is_so():
                return found
            time.sleep(0.25)
        says = self.read("state", "health_text")
        raise NotConnected(f"{what} did not happen within {patience} s; the account says: {says}")


def connect(browser, place, company):
    """The connection page: credentials, their test, the warehouses that feed the platform. Nothing is written there yet."""
    page = {"platform": place.name, "address": place.simulator.address, **place.page()}
    [wizard] = browser.create("marketplace.connect", page)
    browser.call("marketplace.connect", "action_connect", [wizard])
    [page] = browser.call("marketplace.connect", "read", [wizard], ["step", "account_id", "check_ids"])
    if page["step"] != "settings":
        lines = browser.call("marketplace.connect.check", "read", page["check_ids"], ["name", "text", "remedy"])
        raise NotConnected("\n".join(f"{line['name']}: {line['text']} {line['remedy'] or ''}" for line in lines))
    settings = {"warehouse_ids": [(6, 0, company.warehouse_ids)], "order_warehouse_id": company.depot_id}
    browser.call("marketplace.connect", "write", [wizard], settings)
    browser.call("marketplace.connect", "action_finish", [wizard])
    return Account(page["account_id"][0], browser)


def wait_until_read(account, offer_count):
    """The first import, which starts by itself (A1)."""
    account.wait_for(lambda: account.read("last_offers_at")["last_offers_at"], "reading the offers")
    account.wait_for(lambda: account.read("offer_count")["offer_count"] == offer_count, f"reading {offer_count} offers")


def go_live(account):
    """The go-live page: everything is ticked and applied (D5)."""
    [wizard] = account.browser.create("marketplace.dry.run", {"account_id": account.id})
    ticks = {"stock_enabled": True, "price_enabled": True, "order_enabled": True}
    account.browser.call("marketplace.dry.run", "write", [wizard], ticks)
    account.browser.call("marketplace.dry.run", "action_apply", [wizard])
