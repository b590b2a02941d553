"""The Runtime API over one connection. Plain sockets: importing http.client would load TLS and mail parsing, a third of a cold start."""

import os
import socket

_ROOT = "/2018-06-01/runtime"


class RuntimeApi:
    """The process lives no longer than the service: where it does not answer any more, the process ends."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self._address = (host, int(port))
        self._host = address
        self._connect()

    def next(self):
        """Waits for the next invocation: its headers (names in lower case) and its event's bytes."""
        self._send("GET", "/invocation/next", {}, b"")
        answer = self._read()
        if answer is None:
            _leave()
        status, headers, body = answer
        if status != 200:
            raise RuntimeError(f"The Runtime API refused to give the next invocation: {status} {body.decode('utf-8', 'replace')}")
        return headers, body

    def respond(self, request_id, body, content_type):
        self._post(f"/invocation/{request_id}/response", body, {"Content-Type": content_type})

    def fail(self, request_id, body):
        self._post(f"/invocation/{request_id}/error", body, {"Content-Type": "application/json"})

    def fail_init(self, body, error_type):
        self._post("/init/error", body, {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type})

    def restore_next(self):
        """Waits until the environment is restored from its snapshot."""
        self._send("GET", "/restore/next", {}, b"")
        answer = self._read()
        if answer is None:
            _leave()
        if answer[0] != 200:
            raise RuntimeError(f"The Runtime API refused to restore: {answer[0]} {answer[2].decode('utf-8', 'replace')}")

    def fail_restore(self, body, error_type):
        self._post("/restore/error", body, {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type})

    def leave_if_gone(self):
        """For another thread, while a handler runs: ends the process where the service closed the connection and listens no more."""
        import select

        connection = self._socket
        try:
            if not select.select([connection], [], [], 0)[0] or connection.recv(1, socket.MSG_PEEK) != b"":
                return
        except (OSError, ValueError):
            pass
        try:
            socket.create_connection(self._address, timeout=2).close()
        except OSError:
            _leave()

    def _post(self, path, body, headers):
        # A service may close a connection that idles: it is told once more. What it answers is for it to act upon.
        for _ in range(2):
            self._send("POST", path, headers, body)
            if self._read() is not None:
                return
            self._connect()

    def _connect(self):
        try:
            self._socket = socket.create_connection(self._address)
        except OSError:
            _leave()
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self._socket.makefile("rb")

    def _send(self, method, path, headers, body):
        lines = [f"{method} {_ROOT}{path} HTTP/1.1", f"Host: {self._host}", *(f"{name}: {value}" for name, value in headers.items())]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        try:
            self._socket.sendall("\r\n".join([*lines, "", ""]).encode("utf-8") + body)
        except OSError:
            # Shows as a missing answer.
            pass

    def _read(self):
        """An answer's status, headers and body; None where the connection ended before it."""
        try:
            answer = self._read_answer()
        except (OSError, ValueError):
            return None
        if answer is not None and answer[1].get("connection", "").lower() == "close":
            self._socket.close()
            self._connect()
        return answer

    def _read_answer(self):
        stream = self._stream
        status_line = stream.readline()
        if not status_line.endswith(b"\n"):
            return None
        headers = {}
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            headers[name.decode("latin-1").lower()] = value.strip().decode("utf-8", "replace")
        status = int(status_line.split(b" ", 2)[1])
        if status < 200:
            return self._read_answer()
        if "transfer-encoding" not in headers:
            return status, headers, stream.read(int(headers.get("content-length", 0)))
        chunks = []
        while (size := int(stream.readline().split(b";")[0], 16)) != 0:
            chunks.append(stream.read(size))
            stream.readline()
        while stream.readline().strip() != b"":
            pass
        return status, headers, b"".join(chunks)


def _leave():
    # At once, and also where the handler's threads would keep the process.
    os._exit(0)
