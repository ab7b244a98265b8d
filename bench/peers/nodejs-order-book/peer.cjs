// nodejs-order-book on one thread: node peer.cjs workload.bin commands
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { OrderBook } = require('nodejs-order-book');

const RECORD_BYTES = 20;

class Trades {
  count = 0;
  hash = 0x811c9dc5 | 0;

  /** The makers that were filled, then one that was filled in part; the taker itself comes along. */
  take(result, takerId) {
    if (result.err !== null) throw new Error(`${takerId}: ${result.err.message}`);
    for (const maker of result.done) this.#trade(maker, takerId, maker.size);
    if (result.partial !== null) {
      this.#trade(result.partial, takerId, result.partialQuantityProcessed);
    }
  }

  #trade(maker, takerId, lots) {
    const makerId = Number(maker.id);
    if (makerId === takerId) return;
    this.count += 1;
    this.hash = Math.imul(this.hash ^ makerId, 16777619);
    this.hash = Math.imul(this.hash ^ takerId, 16777619);
    this.hash = Math.imul(this.hash ^ maker.price, 16777619);
    this.hash = Math.imul(this.hash ^ lots, 16777619);
  }
}

function run(records, commands) {
  const book = new OrderBook();
  const trades = new Trades();
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let at = 0; at < commands * RECORD_BYTES; at += RECORD_BYTES) {
    const type = records[at];
    const side = records[at + 1] === 0 ? 'buy' : 'sell';
    const id = records.readUInt32LE(at + 12);
    if (type === 2) {
      book.cancel(String(id));
      continue;
    }
    const size = records.readUInt32LE(at + 8);
    if (type === 1) trades.take(book.market({ side, size }), id);
    else {
      const price = records.readUInt32LE(at + 4);
      trades.take(book.limit({ id: String(id), side, size, price }), id);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const tradeHash = (trades.hash >>> 0).toString(16).padStart(8, '0');
  const cpuSeconds = (user + system) / 1e6;
  return { seconds, cpuSeconds, commands, trades: trades.count, tradeHash };
}

const [, , path, wanted] = process.argv;
const records = readFileSync(path);
const commands = Math.min(Number(wanted), records.length / RECORD_BYTES);
createInterface({ input: process.stdin }).on('line', () => {
  process.stdout.write(`${JSON.stringify(run(records, commands))}\n`);
});
