"""A person at a browser: a session of their own with Odoo's public RPC, hence transactions of their own."""

import itertools

import requests


class Refused(Exception):
    """Odoo refused the call; ``kind`` is the exception it raised there."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Browser:
    """Logs in and calls what a browser may call.

    :param address: root of an Odoo server, e.g. ``http://127.0.0.1:8069``
    """

    TIMEOUT = 120

    def __init__(self, address, database, login, password):
        self._address = address
        self._ids = itertools.count(1)
        self._session = requests.Session()
        self._session.trust_env = False
        login = {"db": database, "login": login, "password": password}
        self.user_id = self._post("/web/session/authenticate", login)["uid"]

    def call(self, model, method, *args, **kwargs):
        """Call a model's public method; the first positional argument of a record method is the list of ids."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def create(self, model, *vals):
        """The ids of new records, one per dictionary."""
        return self.call(model, "create", list(vals))

    def read(self, model, domain, fields, **options):
        return self.call(model, "search_read", domain, fields, **options)

    def find(self, model, *domain, **options):
        """The ids of the records that meet the conditions."""
        return self.call(model, "search", list(domain), **options)

    def ref(self, xmlid):
        """The id behind an external identifier."""
        module, _dot, name = xmlid.partition(".")
        [data] = self.read("ir.model.data", [("module", "=", module), ("name", "=", name)], ["res_id"])
        return data["res_id"]

    def fetch(self, path):
        """What a browser gets at this path, as bytes."""
        response = self._session.get(self._address + path, timeout=self.TIMEOUT)
        response.raise_for_status()
        return response.content

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "id": next(self._ids), "params": params}
        response = self._session.post(self._address + path, json=body, timeout=self.TIMEOUT)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            data = answer["error"].get("data") or {}
            raise Refused(data.get("name", ""), data.get("message") or answer["error"].get("message"))
        return answer.get("result")
