"""ccxt (PyPI), unmodified: markets, orders, and own orders over its socket."""

import asyncio

import ccxt.pro
from exchange_under_test import ACCOUNTS, CCXT_URLS, same

SYMBOL = "BTC/USD"


def client(name):
    keys = ACCOUNTS[name]
    return ccxt.pro.binance({"apiKey": keys["apiKey"], "secret": keys["secret"], "urls": CCXT_URLS})


async def main():
    alice, bob = client("alice"), client("bob")
    try:
        same(sorted(await alice.load_markets()), ["BTC/USD", "ETH/USD"], "markets")
        await bob.load_markets()
        await alice.create_order(SYMBOL, "limit", "sell", 1, 30000)
        book = asyncio.create_task(bob.watch_order_book(SYMBOL))
        orders = asyncio.create_task(bob.watch_orders(SYMBOL))
        await asyncio.sleep(1)
        bought = await bob.create_order(SYMBOL, "market", "buy", 0.25)
        same((bought["status"], bought["filled"], bought["cost"]), ("closed", 0.25, 7500), "bought")
        await asyncio.wait_for(book, 10)
        watched = (await asyncio.wait_for(orders, 10))[0]
        same(watched["id"], bought["id"], "the watched order")
        trades = await bob.fetch_my_trades(SYMBOL)
        same(trades[-1]["order"], bought["id"], "the last trade")
        resting = await bob.create_order(SYMBOL, "limit", "buy", 1, 20000)
        same((await bob.cancel_order(resting["id"], SYMBOL))["status"], "canceled", "cancel")
        try:
            await bob.cancel_order(resting["id"], SYMBOL)
            raise AssertionError("canceled twice")
        except ccxt.OrderNotFound:
            pass
        await alice.cancel_all_orders(SYMBOL)
    finally:
        await alice.close()
        await bob.close()


asyncio.run(asyncio.wait_for(main(), 60))
print("ok")
