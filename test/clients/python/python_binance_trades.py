"""python-binance, unmodified: REST, streams, user data, orders over the socket, the depth cache."""

import asyncio

from binance import AsyncClient, BinanceSocketManager
from binance.client import Client
from binance.exceptions import BinanceAPIException
from binance.ws.depthcache import DepthCacheManager
from exchange_under_test import ACCOUNTS, BASE, WS, same

SYMBOL = "BTCUSD"
Client.API_URL = f"{BASE}/api"
AsyncClient.API_URL = f"{BASE}/api"
AsyncClient.WS_API_URL = f"{WS}/ws-api/v3"
BinanceSocketManager.STREAM_URL = f"{WS}/"


def over_rest():
    keys = ACCOUNTS["bob"]
    bob = Client(keys["apiKey"], keys["secret"])
    same(bob.get_symbol_info(SYMBOL)["status"], "TRADING", "status")
    # An id that must be escaped: signed before that.
    name = "py:1/a"
    order = bob.order_limit_buy(symbol=SYMBOL, quantity="0.5", price="20001", newClientOrderId=name)
    same(bob.get_order(symbol=SYMBOL, origClientOrderId=name)["orderId"], order["orderId"], "by id")
    canceled = bob.cancel_order(symbol=SYMBOL, origClientOrderId=name)
    same((canceled["status"], canceled["origClientOrderId"]), ("CANCELED", name), "cancel")
    test = bob.create_test_order(symbol=SYMBOL, side="BUY", type="MARKET", quantity="1")
    same(test, {}, "a test order")
    same(bob.get_account()["accountType"], "SPOT", "account")
    try:
        bob.get_order(symbol=SYMBOL, orderId=1)
        raise AssertionError("an order that is not there")
    except BinanceAPIException as error:
        same((error.code, error.message), (-2013, "Order does not exist."), "error")
    return bob


async def over_sockets(bob):
    keys = ACCOUNTS["alice"]
    alice = await AsyncClient.create(keys["apiKey"], keys["secret"])
    sockets = BinanceSocketManager(alice)
    async with sockets.trade_socket(SYMBOL) as trades, sockets.user_socket() as user:
        await asyncio.sleep(1)
        placed = await alice.ws_create_order(
            symbol=SYMBOL, side="SELL", type="LIMIT", timeInForce="GTC", quantity="1", price="30000"
        )
        first = await asyncio.wait_for(user.recv(), 10)
        same((first["e"], first["x"], first["i"]), ("executionReport", "NEW", placed["orderId"]), "new")
        bob.order_market_buy(symbol=SYMBOL, quantity="0.25")
        trade = await asyncio.wait_for(trades.recv(), 10)
        same((trade["e"], trade["p"], trade["q"]), ("trade", "30000.00000000", "0.25000000"), "trade")
        seen = [await asyncio.wait_for(user.recv(), 10) for _ in range(3)]
        fill = next(each for each in seen if each["e"] == "executionReport")
        same((fill["x"], fill["l"], fill["N"], fill["m"]), ("TRADE", "0.25000000", "USD", True), "fill")
    async with DepthCacheManager(alice, SYMBOL) as depth:
        await alice.order_limit_sell(symbol=SYMBOL, quantity="1", price="30001")
        book = await asyncio.wait_for(depth.recv(), 20)
        while len(book.get_asks()) < 2:
            book = await asyncio.wait_for(depth.recv(), 20)
        same(book.get_asks(), [[30000.0, 0.75], [30001.0, 1.0]], "depth cache")
    await alice.cancel_all_open_orders(symbol=SYMBOL)
    await alice.close_connection()


asyncio.run(asyncio.wait_for(over_sockets(over_rest()), 90))
print("ok")
