"""Control routes for AWBs and what sellers uploaded: inspect, and move as the courier does."""

import json
from dataclasses import asdict

from simulators.core.control import ControlError
from simulators.core.control_routes import ControlRoutes
from simulators.core.money import as_json_number

from .awb_endpoints import awb_row


class AwbControl(ControlRoutes):
    """Answers are AWBs as awb/read prints them, plus the request as it was sent, parties and history."""

    def read_all(self, body, query):
        """Oldest first; ?order_id=&rma_id=&code=&limit= (the newest ones of them)."""
        order_id, rma_id = query.get("order_id", type=int), query.get("rma_id", type=int)
        code, limit = query.get("code"), query.get("limit", 1000, type=int)
        awbs = [
            awb
            for awb in self._account.awbs
            if order_id in (None, awb.order_id) and rma_id in (None, awb.rma_id) and code in (None, awb.status.code)
        ]
        return [self._describe(awb) for awb in awbs[-limit:]]

    def read_one(self, body, query, awb_id):
        return self._describe(self._find(awb_id))

    def set_status(self, body, query, awb_id):
        """{"code", "name", "description"}: codes of `awb_statuses`, others need a name. Nothing follows a final code."""
        awb, body = self._find(awb_id), body or {}
        code, name = body.get("code"), body.get("name")
        if (
            not isinstance(code, str)
            or not code
            or (name is None and code not in self._simulator.settings.awb_statuses)
        ):
            raise ControlError(400, f"unknown status code {code}: name it")
        if awb.is_final and not body.get("force"):
            raise ControlError(409, f"AWB {awb_id} is {awb.status.code} already")
        self._account.awbs.set_status(awb, code, name, body.get("description"))
        return self._describe(awb)

    def read_attachments(self, body, query):
        """Every accepted upload, oldest first, with size, checksum and first bytes; ?order_id="""
        order_id = query.get("order_id", type=int)
        return [upload.as_dict() for upload in self._account.uploads if order_id in (None, upload.entry["order_id"])]

    def _find(self, awb_id):
        awb = self._account.awbs.get(awb_id) or self._account.awbs.of_reservation(awb_id)
        if awb is None:
            raise ControlError(404, f"no AWB {awb_id}")
        return awb

    def _describe(self, awb):
        """`created_at` and `at` in epoch seconds."""
        return {
            **awb_row(self._simulator.settings, awb),
            "awb_number": awb.number,
            "rma_id": awb.rma_id,
            "parcels": awb.pieces,
            "exact_weight": as_json_number(awb.weight),
            "sender": awb.sender,
            "receiver": awb.receiver,
            "request": json.loads(json.dumps(awb.request, default=as_json_number)),
            "created_at": awb.created,
            "history": [asdict(status) for status in awb.history],
        }
