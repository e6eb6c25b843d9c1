"""Webhooks: what is registered, and telling it of packages (api/trendyol.md §5)."""

import itertools
import uuid
from dataclasses import dataclass

from simulators.core.notifier import Notification

from .answers import Page
from .const import WEBHOOK_STATUSES
from .package_rows import package_row

ACTIVE, PASSIVE = "ACTIVE", "PASSIVE"
BASIC, API_KEY = "BASIC_AUTHENTICATION", "API_KEY"
FINE = range(200, 300)
NAMES = {status: name for name, status in WEBHOOK_STATUSES.items()}


@dataclass
class Webhook:
    """`statuses` None or empty = all; `failing_since` in epoch seconds while deliveries fail."""

    id: str
    url: str
    authentication: str
    created: float
    modified: float
    api_key: str = ""
    username: str = ""
    password: str = ""
    statuses: list | None = None
    countries: list | None = None
    status: str = ACTIVE
    failing_since: float | None = None
    warned: bool = False

    def wants(self, package, status):
        name = NAMES.get(status, status.upper())
        return (
            self.status == ACTIVE
            and not package.silent
            and (not self.statuses or name in self.statuses)
            and (not self.countries or package.storefront in self.countries)
        )


class WebhookBook:
    """At most 15, passive ones too."""

    def __init__(self, account):
        self._account = account
        self._webhooks = {}
        self._numbers = itertools.count(1)

    def __iter__(self):
        return iter(self._webhooks.values())

    def __len__(self):
        return len(self._webhooks)

    def get(self, number):
        return self._webhooks.get(number)

    def add(self, **values):
        now = self._account.clock.time()
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"webhook-{self._account.seller_id}-{next(self._numbers)}"))
        self._webhooks[number] = Webhook(number, created=now, modified=now, **values)
        return self._webhooks[number]

    def remove(self, webhook):
        del self._webhooks[webhook.id]

    def activate(self, webhook, status):
        webhook.status, webhook.modified = status, self._account.clock.time()
        webhook.failing_since, webhook.warned = None, False

    # Telling

    def tell(self, package, status):
        """A package took a status: every webhook that wants to hear of it does, when the package can be read."""
        delay = max(0, package.visible_from - self._account.clock.time())
        for webhook in self._webhooks.values():
            if webhook.wants(package, status):
                self._account.notifier.schedule(self._notification(webhook, package, status), delay)

    def _notification(self, webhook, package, status):
        state = {"done": False}

        def answered(http_status):
            with self._account.lock:
                state["done"] = state["done"] or http_status in FINE
                self._judge(webhook, http_status in FINE)

        return Notification(
            NAMES.get(status, status.upper()),
            "POST",
            webhook.url,
            json=lambda: self._body(package),
            headers={"x-api-key": webhook.api_key} if webhook.authentication == API_KEY else {},
            auth=(webhook.username, webhook.password) if webhook.authentication == BASIC else None,
            repeat_every=self._account.settings.webhook_retry_seconds,
            is_settled=lambda: state["done"] or webhook.status == PASSIVE or webhook.id not in self._webhooks,
            on_answer=answered,
        )

    def _body(self, package):
        """The package as it is now, whatever the event was."""
        with self._account.lock:
            row = package_row(self._account, package)
        if self._account.settings.webhook_body == "package":
            return row
        return Page([row], 1, 0, 1).answer().payload

    def _judge(self, webhook, went_well):
        """Failing for long brings a warning, then silence."""
        now, settings = self._account.clock.time(), self._account.settings
        if went_well:
            webhook.failing_since, webhook.warned = None, False
            return
        if webhook.failing_since is None:
            webhook.failing_since = now
        lasted = now - webhook.failing_since
        if lasted >= settings.webhook_passive_seconds and webhook.status == ACTIVE:
            webhook.status, webhook.modified = PASSIVE, now
            self._account.mail(f"Webhook {webhook.url} was made passive")
        elif lasted >= settings.webhook_warning_seconds and not webhook.warned:
            webhook.warned = True
            self._account.mail(f"Webhook {webhook.url} does not answer")
