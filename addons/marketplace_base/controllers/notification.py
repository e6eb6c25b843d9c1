import threading
import time
from collections import defaultdict, deque
from hmac import compare_digest

from odoo import fields, http
from odoo.http import request

from ..lib.provider import Notification

MAX_BODY = 256 * 1024  # bytes; a notification is a hint, no platform's is larger
MAX_PER_MINUTE = 600  # per account and process; above it polling finds everything anyway
RAW_KEPT = 2_000

_arrivals = defaultdict(deque)
_arrivals_lock = threading.Lock()


def too_many(account_id, clock=time.monotonic):
    """Count one arrival; True when this account's notifications flood us."""
    now = clock()
    with _arrivals_lock:
        times = _arrivals[account_id]
        while times and times[0] < now - 60:
            times.popleft()
        if len(times) >= MAX_PER_MINUTE:
            return True
        times.append(now)
        return False


class MarketplaceNotificationController(http.Controller):
    @http.route(
        "/marketplace/notify/<int:account_id>/<string:token>/<string:event>",
        type="http",
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=MAX_BODY,
    )
    def notify(self, account_id, token, event, **_query):
        """One address for all platforms: verify, store, wake the runner, answer. Nothing in the request is believed.

        An unknown address answers like a wrong token: 404. Too large: 413. A flood: 429. Anything else: 200, also junk,
        so that no platform repeats it for ever; junk is kept in the journal with the reason.
        """
        account = request.env["marketplace.account"].sudo().browse(account_id).exists()
        if not account or not account.token or not compare_digest(account.token.encode(), token.encode()):
            return request.make_response("", status=404)
        if too_many(account.id):
            return request.make_response("", status=429)
        body = request.httprequest.get_data()
        self._store(account, event, body)
        return request.make_response("")

    def _store(self, account, event, body):
        incoming = request.httprequest
        notification = Notification(event, incoming.method, dict(incoming.headers), incoming.args.to_dict(), body)
        vals = {
            "account_id": account.id,
            "company_id": account.company_id.id,
            "received_at": fields.Datetime.now(),
            "event": event[:64],
            "raw": f"{incoming.method} ?{incoming.query_string.decode(errors='replace')}\n{body.decode(errors='replace')}"[
                :RAW_KEPT
            ].replace("\x00", ""),
        }
        journal = request.env["marketplace.notification"].sudo()
        try:
            hints = account._get_provider_class().read_notification(notification, account.credentials or {})
        except ValueError as error:
            journal.create(vals | {"state": "junk", "note": str(error)[:200]})
            return
        for hint in hints:
            if not journal._is_waiting(account, hint):
                journal.create(vals | {"state": "new", "kind": hint.kind, "external_id": hint.key})
        account._wake()
