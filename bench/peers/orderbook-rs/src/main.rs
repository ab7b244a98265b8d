//! orderbook-rs on one thread: peer workload.bin commands
use orderbook_rs::prelude::{Id, OrderBook, Side, TimeInForce, TradeResult};
use std::io::BufRead;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::Instant;

const RECORD_BYTES: usize = 20;

/// Of this thread, which is the only one, in seconds.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("the kernel keeps count");
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.expect("a number of nanoseconds") / 1e9
}

fn word(records: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([records[at], records[at + 1], records[at + 2], records[at + 3]])
}

fn number(id: Id) -> u32 {
    match id {
        Id::Sequential(number) => number as u32,
        _ => panic!("an id of another kind than ours"),
    }
}

struct Trades {
    hash: AtomicU32,
    count: AtomicU64,
}

impl Trades {
    fn take(&self, result: &TradeResult) {
        let mut hash = self.hash.load(Relaxed);
        for trade in result.match_result.trades().as_vec() {
            let words = [
                number(trade.maker_order_id()),
                number(trade.taker_order_id()),
                trade.price().as_u128() as u32,
                trade.quantity().as_u64() as u32,
            ];
            hash = words.iter().fold(hash, |h, w| (h ^ w).wrapping_mul(16_777_619));
            self.count.fetch_add(1, Relaxed);
        }
        self.hash.store(hash, Relaxed);
    }
}

fn run(records: &[u8], commands: usize) {
    let trades = Arc::new(Trades { hash: AtomicU32::new(0x811c_9dc5), count: AtomicU64::new(0) });
    let listener = trades.clone();
    let book: OrderBook<()> =
        OrderBook::with_trade_listener("PEER", Arc::new(move |result| listener.take(result)));
    let started_cpu = cpu_seconds();
    let started = Instant::now();
    for index in 0..commands {
        let at = index * RECORD_BYTES;
        let side = if records[at + 1] == 0 { Side::Buy } else { Side::Sell };
        let quantity = u64::from(word(records, at + 8));
        let id = Id::sequential(u64::from(word(records, at + 12)));
        match records[at] {
            0 => {
                let price = u128::from(word(records, at + 4));
                book.add_limit_order(id, price, quantity, side, TimeInForce::Gtc, None)
                    .expect("a limit order is accepted");
            }
            // Without enough on the other side it is an error, and what traded has traded.
            1 => drop(book.submit_market_order(id, quantity, side)),
            _ => drop(book.cancel_order(id).expect("an order can be cancelled")),
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - started_cpu;
    let (count, hash) = (trades.count.load(Relaxed), trades.hash.load(Relaxed));
    println!(
        "{{\"seconds\":{seconds:.6},\"cpuSeconds\":{cpu:.6},\"commands\":{commands},\"trades\":{count},\"tradeHash\":\"{hash:08x}\"}}"
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let records = std::fs::read(&arguments[1]).expect("the workload can be read");
    let wanted: usize = arguments[2].parse().expect("a number of commands");
    let commands = wanted.min(records.len() / RECORD_BYTES);
    for line in std::io::stdin().lock().lines() {
        line.expect("the input can be read");
        run(&records, commands);
    }
}
