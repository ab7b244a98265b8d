//! lobster on one thread: peer workload.bin commands
use lobster::{FillMetadata, OrderBook, OrderEvent, OrderType, Side};
use std::io::BufRead;
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

fn order(records: &[u8], at: usize) -> OrderType {
    let side = if records[at + 1] == 0 { Side::Bid } else { Side::Ask };
    let qty = u64::from(word(records, at + 8));
    let id = u128::from(word(records, at + 12));
    match records[at] {
        0 => OrderType::Limit { id, side, qty, price: u64::from(word(records, at + 4)) },
        1 => OrderType::Market { id, side, qty },
        _ => OrderType::Cancel { id },
    }
}

fn mix(hash: u32, fill: &FillMetadata) -> u32 {
    let words = [fill.order_2 as u32, fill.order_1 as u32, fill.price as u32, fill.qty as u32];
    words.iter().fold(hash, |h, w| (h ^ w).wrapping_mul(16_777_619))
}

fn run(records: &[u8], commands: usize) {
    let mut book = OrderBook::new(1_200_000, 10, false);
    let mut hash: u32 = 0x811c_9dc5;
    let mut trades = 0;
    let started_cpu = cpu_seconds();
    let started = Instant::now();
    for index in 0..commands {
        match book.execute(order(records, index * RECORD_BYTES)) {
            OrderEvent::PartiallyFilled { fills, .. } | OrderEvent::Filled { fills, .. } => {
                trades += fills.len();
                hash = fills.iter().fold(hash, mix);
            }
            _ => {}
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - started_cpu;
    println!(
        "{{\"seconds\":{seconds:.6},\"cpuSeconds\":{cpu:.6},\"commands\":{commands},\"trades\":{trades},\"tradeHash\":\"{hash:08x}\"}}"
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
