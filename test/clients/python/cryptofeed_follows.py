"""cryptofeed, unmodified but for its addresses: book, trades, best prices and candles of a live market."""

import asyncio
import os

from cryptofeed import FeedHandler
from cryptofeed.connection import RestEndpoint, Routes, WebsocketEndpoint
from cryptofeed.defines import BID, CANDLES, L2_BOOK, TICKER, TRADES
from cryptofeed.exchanges import Binance
from exchange_under_test import BASE, same

ROUTES = Routes(
    "/api/v3/exchangeInfo",
    l2book="/api/v3/depth?symbol={}&limit={}",
    authentication="/api/v3/userDataStream",
)


class Ours(Binance):
    websocket_endpoints = [WebsocketEndpoint(os.environ["EXCHANGE_WSS"])]
    rest_endpoints = [RestEndpoint(BASE, routes=ROUTES)]


WANTED = {L2_BOOK, TRADES, TICKER, CANDLES}
seen = {}


def noting(channel):
    async def note(found, _receipt_timestamp):
        seen.setdefault(channel, found)
        if set(seen) == WANTED:
            asyncio.get_running_loop().stop()

    return note


handler = FeedHandler(config={"log": {"filename": os.devnull, "level": "WARNING"}})
# It takes the loop of its thread, which Python no longer makes by itself.
asyncio.set_event_loop(asyncio.new_event_loop())
handler.add_feed(
    Ours(
        symbols=["BTC-USD"],
        channels=list(WANTED),
        candle_interval="1m",
        candle_closed_only=False,
        callbacks={channel: noting(channel) for channel in WANTED},
    )
)
handler.run(install_signal_handlers=False)
same(set(seen), WANTED, "channels")
same(seen[TRADES].symbol, "BTC-USD", "the symbol of a trade")
same(len(seen[L2_BOOK].book[BID]) > 0, True, "bids")
print("ok", flush=True)
# Its connections end with the process.
os._exit(0)
