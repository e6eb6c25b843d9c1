"""From order to parcel, at any platform: what is switched on, what people press, and what there is then."""

from dataclasses import dataclass, field

from demo.rpc import Browser, Refused
from demo.shoppers import Shoppers

MESSAGES = ("taken_over", "awb", "shipped", "delivered", "invoiced", "cancelled")


@dataclass
class Afternoon:
    """The orders of one afternoon at one platform, worked through to the customer's door.

    :param stage: whose accounts are live and settled
    :param place: the platform; the stage's first unless said
    """

    stage: object
    say: object = print
    place: object = None
    numbers: list[str] = field(default_factory=list)
    supplied: list[int] = field(default_factory=list)
    """Orders to suppliers, for what was missing."""

    rules = (("shipment", "reserved"), ("invoice", "shipped"))
    """Which papers make themselves, and when."""

    def __post_init__(self):
        self.place = self.place or self.stage.place
        self.shoppers = Shoppers(self.place, self.stage.company, self.stage.ledger, seed=4)

    @property
    def browser(self):
        return self.stage.browser

    @property
    def account(self):
        return self.place.account

    @property
    def control(self):
        return self.place.control

    # ---- the settings of the account's page ----

    def switch_on(self):
        """What makes itself, what is shown, and told to customers where the platform lets sellers write to them."""
        self.say(f"{self.place.label}: parcels, papers and messages are switched on")
        journal = self.browser.find("account.journal", ("type", "=", "sale"), limit=1)
        self.browser.call(
            "marketplace.account", "write", [self.account.id],
            {"invoice_journal_id": journal[0], "invoice_shown": True, "invoice_delay": 0, "commission_rate": 18.0},
        )  # fmt: skip
        company = self.browser.find("res.company")
        [company] = self.browser.call("res.company", "read", company, ["partner_id"])
        self.browser.call(
            "res.partner", "write", [company["partner_id"][0]],
            {"phone": "0264000000", "street": "Str. Fabricii 10", "city": "Cluj-Napoca"},
        )  # fmt: skip
        self.browser.create(
            "marketplace.automation",
            *({"account_id": self.account.id, "paper": paper, "moment": moment} for paper, moment in self.rules),
        )
        events = [("account_id", "=", self.account.id), ("event", "in", MESSAGES)]
        allowed = [row["id"] for row in self.browser.read("marketplace.alert", events, ["allowed"]) if row["allowed"]]
        self.browser.call("marketplace.alert", "write", allowed, {"enabled": True})

    # ---- what people press ----

    def place_orders(self, ways):
        """One order in each of these manners; all are in Odoo then."""
        self.numbers = [number for way in ways if (number := self.shoppers.order(**way))]
        self.account.wait_for(lambda: len(self._orders()) == len(self.numbers), "importing the orders")

    def validate(self, number):
        """Mihai validates the transfer of an order."""
        [picking] = self._pickings(number)
        if refusal := self._validate(picking["id"]):
            raise Refused("UserError", refusal)

    def hand_over(self, numbers):
        """He gives their parcels to the courier, who signs."""
        awbs = [awb["id"] for awb in self._awbs("made", numbers=numbers)]
        [wizard] = self.browser.create("marketplace.hand.over", {"shipment_ids": [(6, 0, awbs)]})
        self.browser.call("marketplace.hand.over", "action_hand_over", [wizard])

    def receive(self, return_id):
        """All of a return came: it is counted, put on its shelf and credited."""
        wizard = self.browser.call("marketplace.return", "action_receive", [return_id])["res_id"]
        self.browser.call("marketplace.receive", "action_all", [wizard])
        self.browser.call("marketplace.receive", "action_receive", [wizard])
        self._wait_for_return(return_id, "received")
        self.browser.call("marketplace.return", "action_credit", [return_id])

    def close_return(self, return_id):
        """Nothing more is to be done about it; the platform pays."""
        self.browser.call("marketplace.return", "action_close", [return_id])
        self._wait_for_return(return_id, "closed")

    def _wait_for_return(self, return_id, status):
        def is_there():
            [row] = self.browser.call("marketplace.return", "read", [return_id], ["status", "command_ids"])
            commands = self.browser.call("marketplace.command", "read", row["command_ids"], ["state"])
            return row["status"] == status and all(command["state"] == "done" for command in commands)

        self.account.wait_for(is_there, f"bringing the return to {status}")

    # ---- what there is ----

    def _orders(self, numbers=None):
        domain = [("account_id", "=", self.account.id), ("external_id", "in", numbers or self.numbers)]
        rows = self.browser.read("marketplace.order", domain, ["external_id", "status", "sale_order_id"])
        return {row["external_id"]: row for row in rows}

    def _order(self, number):
        return self._orders()[number]

    def _pickings(self, number):
        domain = [("marketplace_order_id.external_id", "=", number), ("picking_type_code", "=", "outgoing")]
        return self.browser.read("stock.picking", domain, ["state", "move_ids"])

    def _validate(self, picking_id):
        """What Odoo has against it; empty when it is done."""
        storekeeper = Browser(self.stage.address, self.stage.name, "depozit", "depozit")
        try:
            storekeeper.call("stock.picking", "button_validate", [picking_id])
        except Refused as refusal:
            return str(refusal)
        return ""

    def _awbs(self, *states, progress=None, numbers=None):
        domain = [("order_id.external_id", "in", numbers or self.numbers), ("direction", "=", "out")]
        domain.append(("state", "in", states))
        if progress:
            domain.append(("progress", "=", progress))
        return self.browser.read("marketplace.shipment", domain, ["order_id", "number", "progress"])

    def _labelled(self, numbers=None):
        domain = [("order_id.external_id", "in", numbers or self.numbers), ("label_ids", "!=", False)]
        return self.browser.find("marketplace.shipment", *domain)

    def _alerts(self):
        """How many messages went to customers."""
        domain = [("order_id.account_id", "=", self.account.id), ("note", "=", False)]
        return self.browser.call("marketplace.alert.sent", "search_count", domain)


def missed(what, figures, expected):
    """A line for each figure that is not what it has to be."""
    return [f"{what}: {name} is {figures[name]}, not {wanted}" for name, wanted in expected.items()
            if figures[name] != wanted]  # fmt: skip
