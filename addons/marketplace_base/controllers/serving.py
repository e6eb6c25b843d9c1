"""How files are answered with: to platforms, which have no user here and know an address by its token, and to people."""

from odoo.http import request

TO_PLATFORMS = {
    "type": "http",
    "auth": "none",
    "methods": ["GET"],
    "csrf": False,
    "save_session": False,
    "readonly": True,
}


def file_response(raw, mimetype, *headers):
    """The file, never to be taken for anything but what it is called; 404 without a word where there is none."""
    if not raw:
        return request.make_response("", status=404)
    common = [("Content-Type", mimetype), ("Content-Length", str(len(raw))), ("X-Content-Type-Options", "nosniff")]
    return request.make_response(raw, headers=[*common, *headers])
