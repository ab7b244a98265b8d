"""freqtrade, unmodified: by its configuration alone, a dry connection and one live order."""

import json
import sys
import tempfile
from pathlib import Path

from exchange_under_test import ACCOUNTS, CCXT_URLS, same
from freqtrade.configuration import Configuration
from freqtrade.enums import CandleType, RunMode
from freqtrade.resolvers import ExchangeResolver

PAIR = "BTC/USD"
PRICING = {"price_side": "same", "use_order_book": True, "order_book_top": 1}
folder = tempfile.mkdtemp(prefix="lockstep-freqtrade-")


def exchange(mode):
    keys = ACCOUNTS["bob"]
    path = Path(folder, "config.json")
    path.write_text(
        json.dumps(
            {
                "user_data_dir": folder,
                "stake_currency": "USD",
                "stake_amount": 1000,
                "dry_run": mode is RunMode.DRY_RUN,
                "max_open_trades": 1,
                "timeframe": "1m",
                "exchange": {
                    "name": "binance",
                    "key": keys["apiKey"],
                    "secret": keys["secret"],
                    "pair_whitelist": [PAIR],
                    "ccxt_config": {"urls": CCXT_URLS},
                },
                "entry_pricing": PRICING,
                "exit_pricing": PRICING,
                "pairlists": [{"method": "StaticPairList"}],
            }
        )
    )
    config = Configuration.from_files([str(path)])
    config["runmode"] = mode
    config["trading_mode"] = "spot"
    config["candle_type_def"] = CandleType.SPOT
    return ExchangeResolver.load_exchange(config, validate=True)


dry = exchange(RunMode.DRY_RUN)
same(sorted(dry.markets), ["BTC/USD", "ETH/USD"], "markets")
same(dry.fetch_l2_order_book(PAIR)["symbol"], PAIR, "book")
paper = dry.create_order(
    pair=PAIR, ordertype="limit", side="buy", amount=0.01, rate=20000.0, leverage=1.0
)
same(paper["id"].startswith("dry_run"), True, "a dry order")
dry.close()

live = exchange(RunMode.LIVE)
order = live.create_order(
    pair=PAIR, ordertype="limit", side="buy", amount=0.01, rate=20000.0, leverage=1.0
)
same(order["status"], "open", "a live order")
same(live.fetch_order(order["id"], PAIR)["status"], "open", "read back")
same(live.cancel_order_with_result(order["id"], PAIR, 0.01)["status"], "canceled", "canceled")
same(live.get_fee(PAIR), 0.001, "fee")
candles = live.refresh_latest_ohlcv([(PAIR, "1m", CandleType.SPOT)])
same(len(candles), 1, "candles")
live.close()
print("ok", flush=True)
sys.exit(0)
