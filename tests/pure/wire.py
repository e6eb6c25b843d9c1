"""A tiny HTTP server for tests of the transport: answers with exactly the bytes it is told to, or hangs up."""

import contextlib
import json
import socket
import threading


class Wire:
    """Serves scripted answers, one per connection; the last one is repeated. Remembers the requests as raw bytes.

    An answer is the raw bytes to write before the connection is closed, ``None`` to close it without a word, or a
    function that is given the raw request and returns one of these.
    """

    def __init__(self, answers):
        self.answers = list(answers)
        self.requests = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _peer = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self.requests.append(_whole_request(connection))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                answer = answer(self.requests[-1]) if callable(answer) else answer
                if answer:
                    connection.sendall(answer)

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def _whole_request(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answer(status=200, body=b"", headers=None, announced=None):
    """The bytes of one HTTP answer; ``announced`` is the Content-Length it claims, when that is not the true one."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} -", f"Content-Length: {len(body) if announced is None else announced}"]
    lines += [f"{name}: {value}" for name, value in {"Content-Type": "application/json", **(headers or {})}.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
