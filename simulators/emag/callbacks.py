"""Callbacks to the seller: GET with one parameter, per event kind (api/emag.md §1.8)."""

from simulators.core.notifier import Notification

from .const import NEW


class Callbacks:
    """Schedules callbacks for the events that have a URL in `callback_urls`."""

    def __init__(self, account):
        self._account = account

    def new_order(self, order, notify=True):
        """Repeated until acknowledged. `notify`: True, False, "duplicate" or a delay in seconds."""
        if notify is False:
            return
        delay = 0 if isinstance(notify, (bool, str)) else notify
        repeat = self._account.settings.callback_repeat_seconds
        self._send("new_order", "order_id", order.id, delay, repeat, lambda: order.status != NEW)
        if notify == "duplicate":
            self._send("new_order", "order_id", order.id, delay)

    def order_cancelled(self, order):
        self._send("order_cancelled", self._parameter("order_cancelled"), order.id)

    def approved_documentation(self, offer):
        self._send("approved_documentation", self._parameter("approved_documentation"), offer.id)

    def awb_status(self, awb):
        """At each status change. The value follows the parameter's name: reservation_id, awb_number, else the emag_id."""
        parameter = self._parameter("awb_status")
        values = {"reservation_id": awb.reservation_id, "awb_number": awb.number}
        self._send("awb_status", parameter, values.get(parameter, awb.emag_ids[0]))

    def returns(self, rma):
        """A new return, or one that became new, acknowledged or received."""
        self._send("return", self._parameter("return"), rma.emag_id)

    def _parameter(self, event):
        return self._account.settings.callback_parameters[event]

    def _send(self, event, parameter, value, delay=0, repeat=None, is_settled=lambda: False):
        url = self._account.settings.callback_urls.get(event)
        if url:
            notification = Notification(
                event, "GET", url, {parameter: value}, repeat_every=repeat, is_settled=is_settled
            )
            self._account.notifier.schedule(notification, delay)
