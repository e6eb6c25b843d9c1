"""Threaded HTTP server around a WSGI application, and the ways to hang up on a caller."""

import socket
import struct
import threading

from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    """No access log: the call journal is the log."""

    def send_response(self, code, message=None):
        """Without http.server's own Server header: each platform sends the one it is known for."""
        self.send_response_only(code, message)
        self.send_header("Date", self.date_time_string())

    def log_request(self, code="-", size="-"):
        pass

    def log_error(self, *args):
        pass


class Server:
    """Serves `application` on a thread of its own; port 0 picks a free one."""

    def __init__(self, application, host="127.0.0.1", port=0):
        self._server = make_server(host, port, application, threaded=True, request_handler=QuietHandler)
        self._server.daemon_threads = True
        self.host = host
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, name="simulator", daemon=True)

    def start(self):
        self._thread.start()

    def join(self):
        self._thread.join()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def hang_up(environ):
    """Close the caller's connection without a word: he sees a reset, never an HTTP answer.

    Raises ConnectionAbortedError, which the server takes as "the connection is gone".
    """
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        # Linger 0 makes the later close a reset; ending the reading side lets the server thread leave its loop.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RD)
    raise ConnectionAbortedError("connection cut by a fault rule")
