// The floor: what the layout of our book reaches without a virtual machine, and without anything but
// matching (no rules, fees, sessions, events or hashes of state). floor workload.bin commands
//
//   id ──hash table, backward-shift deletion──▶ slot of 24 bytes, in a queue per price
//   best price of a side ──bitmap of four levels over 2^20 ticks──▶ count of leading or trailing zeros
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr uint32_t kNone = 0;
constexpr uint32_t kTicks = 1u << 20;
constexpr int kRecordBytes = 20;

struct Order {
  uint32_t id, price, lots, next, previous, side;
};

struct Level {
  uint32_t head = kNone, tail = kNone;
};

class Bitmap {
 public:
  Bitmap() : leaves_(kTicks / 32), twigs_(kTicks / 1024), branches_(kTicks / 32768), trunk_(0) {}

  void set(uint32_t tick) {
    leaves_[tick >> 5] |= 1u << (tick & 31);
    twigs_[tick >> 10] |= 1u << ((tick >> 5) & 31);
    branches_[tick >> 15] |= 1u << ((tick >> 10) & 31);
    trunk_ |= 1u << (tick >> 15);
  }

  void clear(uint32_t tick) {
    if ((leaves_[tick >> 5] &= ~(1u << (tick & 31))) != 0) return;
    if ((twigs_[tick >> 10] &= ~(1u << ((tick >> 5) & 31))) != 0) return;
    if ((branches_[tick >> 15] &= ~(1u << ((tick >> 10) & 31))) != 0) return;
    trunk_ &= ~(1u << (tick >> 15));
  }

  bool empty() const { return trunk_ == 0; }

  uint32_t lowest() const {
    uint32_t at = __builtin_ctz(trunk_);
    at = (at << 5) | __builtin_ctz(branches_[at]);
    at = (at << 5) | __builtin_ctz(twigs_[at]);
    return (at << 5) | __builtin_ctz(leaves_[at]);
  }

  uint32_t highest() const {
    uint32_t at = 31 - __builtin_clz(trunk_);
    at = (at << 5) | (31 - __builtin_clz(branches_[at]));
    at = (at << 5) | (31 - __builtin_clz(twigs_[at]));
    return (at << 5) | (31 - __builtin_clz(leaves_[at]));
  }

 private:
  std::vector<uint32_t> leaves_, twigs_, branches_;
  uint32_t trunk_;
};

/** Slots by id; the table holds slots only, the id is in the slot. */
class Index {
 public:
  explicit Index(const std::vector<Order>& orders) : orders_(orders), slots_(1u << 14), bits_(14) {}

  void insert(uint32_t id, uint32_t slot) {
    if (++count_ * 2 > slots_.size()) grow();
    place(id, slot);
  }

  uint32_t take(uint32_t id) {
    uint32_t mask = slots_.size() - 1, at = home(id);
    while (slots_[at] != kNone && orders_[slots_[at]].id != id) at = (at + 1) & mask;
    uint32_t found = slots_[at];
    if (found == kNone) return kNone;
    --count_;
    for (uint32_t hole = at, next = at;;) {
      next = (next + 1) & mask;
      if (slots_[next] == kNone) {
        slots_[hole] = kNone;
        return found;
      }
      uint32_t wants = home(orders_[slots_[next]].id);
      if (((next - wants) & mask) >= ((next - hole) & mask)) {
        slots_[hole] = slots_[next];
        hole = next;
      }
    }
  }

 private:
  uint32_t home(uint32_t id) const { return (id * 0x9e3779b1u) >> (32 - bits_); }

  void place(uint32_t id, uint32_t slot) {
    uint32_t at = home(id);
    while (slots_[at] != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }

  void grow() {
    std::vector<uint32_t> old(slots_.size() * 2);
    old.swap(slots_);
    ++bits_;
    for (uint32_t slot : old)
      if (slot != kNone) place(orders_[slot].id, slot);
  }

  const std::vector<Order>& orders_;
  std::vector<uint32_t> slots_;
  int bits_;
  size_t count_ = 0;
};

class Book {
 public:
  uint32_t hash = 0x811c9dc5;
  uint64_t trades = 0;

  Book() : orders_(1), index_(orders_) {
    levels_[0].resize(kTicks);
    levels_[1].resize(kTicks);
  }

  void limit(uint32_t id, uint32_t side, uint32_t price, uint32_t lots) {
    uint32_t rest = match(id, side, price, lots);
    if (rest == 0) return;
    uint32_t slot = free_;
    if (slot == kNone) {
      slot = orders_.size();
      orders_.emplace_back();
    } else {
      free_ = orders_[slot].next;
    }
    Level& level = levels_[side][price];
    orders_[slot] = {id, price, rest, kNone, level.tail, side};
    if (level.tail == kNone) {
      level.head = slot;
      prices_[side].set(price);
    } else {
      orders_[level.tail].next = slot;
    }
    level.tail = slot;
    index_.insert(id, slot);
  }

  void market(uint32_t id, uint32_t side, uint32_t lots) {
    match(id, side, side == 0 ? kTicks - 1 : 0, lots);
  }

  void cancel(uint32_t id) {
    uint32_t slot = index_.take(id);
    if (slot != kNone) unlink(slot);
  }

 private:
  uint32_t match(uint32_t id, uint32_t side, uint32_t limit, uint32_t lots) {
    uint32_t other = 1 - side;
    while (lots > 0 && !prices_[other].empty()) {
      uint32_t best = side == 0 ? prices_[other].lowest() : prices_[other].highest();
      if (side == 0 ? best > limit : best < limit) break;
      uint32_t slot = levels_[other][best].head;
      Order& maker = orders_[slot];
      uint32_t traded = lots < maker.lots ? lots : maker.lots;
      lots -= traded;
      maker.lots -= traded;
      ++trades;
      hash = (hash ^ maker.id) * 16777619u;
      hash = (hash ^ id) * 16777619u;
      hash = (hash ^ best) * 16777619u;
      hash = (hash ^ traded) * 16777619u;
      if (maker.lots > 0) break;
      index_.take(maker.id);
      unlink(slot);
    }
    return lots;
  }

  void unlink(uint32_t slot) {
    Order& order = orders_[slot];
    Level& level = levels_[order.side][order.price];
    if (order.previous == kNone) level.head = order.next;
    else orders_[order.previous].next = order.next;
    if (order.next == kNone) level.tail = order.previous;
    else orders_[order.next].previous = order.previous;
    if (level.head == kNone) prices_[order.side].clear(order.price);
    order.next = free_;
    free_ = slot;
  }

  std::vector<Order> orders_;
  Index index_;
  std::vector<Level> levels_[2];
  Bitmap prices_[2];
  uint32_t free_ = kNone;
};

uint32_t word(const char* at) {
  uint32_t value;
  std::memcpy(&value, at, 4);
  return value;
}

void run(const std::vector<char>& records, size_t commands) {
  Book book;
  std::clock_t started_cpu = std::clock();
  auto started = std::chrono::steady_clock::now();
  for (size_t index = 0; index < commands; ++index) {
    const char* at = records.data() + index * kRecordBytes;
    uint32_t id = word(at + 12), lots = word(at + 8), side = static_cast<uint8_t>(at[1]);
    if (at[0] == 0) book.limit(id, side, word(at + 4), lots);
    else if (at[0] == 1) book.market(id, side, lots);
    else book.cancel(id);
  }
  std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  double cpu = static_cast<double>(std::clock() - started_cpu) / CLOCKS_PER_SEC;
  std::printf("{\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"commands\":%zu,\"trades\":%llu,\"tradeHash\":\"%08x\"}\n",
              elapsed.count(), cpu, commands, static_cast<unsigned long long>(book.trades), book.hash);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  std::ifstream file(arguments[1], std::ios::binary);
  std::vector<char> records((std::istreambuf_iterator<char>(file)), {});
  size_t commands = std::min<size_t>(std::atoll(arguments[2]), records.size() / kRecordBytes);
  for (std::string line; std::getline(std::cin, line);) run(records, commands);
}
