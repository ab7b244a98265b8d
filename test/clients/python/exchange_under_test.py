"""Where the exchange is, and whose keys there are: what the test that runs these programs tells them."""

import json
import os

BASE = os.environ["EXCHANGE_BASE"]
WS = BASE.replace("http", "ws", 1)
ACCOUNTS = json.loads(os.environ["EXCHANGE_ACCOUNTS"])

CCXT_URLS = {
    "api": {
        "public": f"{BASE}/api/v3",
        "private": f"{BASE}/api/v3",
        "sapi": f"{BASE}/sapi/v1",
        "fapiPublic": f"{BASE}/fapi/v1",
        "dapiPublic": f"{BASE}/dapi/v1",
        "ws": {"spot": f"{WS}/ws", "margin": f"{WS}/ws", "ws-api": {"spot": f"{WS}/ws-api/v3"}},
    }
}


def same(found, wanted, what):
    """assert, but also under `python -O`, and with both values in the message"""
    if found != wanted:
        raise AssertionError(f"{what}: {found!r}, not {wanted!r}")
