"""Hooks of schemathesis: every request is signed over the bytes that leave."""

import hashlib
import hmac
import os
import re
import threading
import time

import requests
import schemathesis
from exchange_under_test import ACCOUNTS

KEYS = ACCOUNTS[os.environ["EXCHANGE_SIGNS_AS"]]
SEQUENCE = re.compile(r"(^|:)\d+")


class Signature(requests.auth.AuthBase):
    """No two requests with the same timestamp: equal ones would be replays."""

    def __init__(self):
        self.last_ms = 0
        self.lock = threading.Lock()

    def next_ms(self):
        with self.lock:
            self.last_ms = max(self.last_ms + 1, int(time.time() * 1000) - 2_000)
            return str(self.last_ms)

    def __call__(self, request):
        timestamp = self.next_ms()
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        digest = hashlib.sha256(body).hexdigest()
        text = f"{timestamp}\n{request.method}\n{request.path_url}\n{digest}"
        signature = hmac.new(KEYS["secret"].encode(), text.encode(), hashlib.sha256)
        request.headers["X-API-KEY"] = KEYS["apiKey"]
        request.headers["X-TIMESTAMP"] = timestamp
        request.headers["X-SIGNATURE"] = signature.hexdigest()
        return request


schemathesis.auth.set_from_requests(Signature())


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """A sequence that is not there yet is waited for, seconds each: asked for are those that are."""
    wanted = (case.query or {}).get("min_sequence")
    if isinstance(wanted, str):
        case.query["min_sequence"] = SEQUENCE.sub(r"\g<1>0", wanted)
