import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import exchange.core2.core.orderbook.OrderBookNaiveImpl;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** exchange-core's order book, alone, on one thread. Peer direct|naive workload.bin commands */
public final class Peer {
  private static final int RECORD_BYTES = 20;
  private static final long PRICE_MAX = 1L << 40;

  public static void main(String[] arguments) throws Exception {
    byte[] file = Files.readAllBytes(Path.of(arguments[1]));
    int commands = Math.min(Integer.parseInt(arguments[2]), file.length / RECORD_BYTES);
    ByteBuffer records = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    while (input.readLine() != null) {
      System.gc();
      run(newBook(arguments[0]), records, commands);
    }
  }

  private static IOrderBook newBook(String kind) {
    CoreSymbolSpecification symbol =
        CoreSymbolSpecification.builder()
            .symbolId(1)
            .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
            .baseCurrency(1)
            .quoteCurrency(2)
            .baseScaleK(1)
            .quoteScaleK(1)
            .build();
    Map<Integer, Integer> sizes = new HashMap<>();
    sizes.put(ObjectsPool.DIRECT_ORDER, 1024 * 1024);
    sizes.put(ObjectsPool.DIRECT_BUCKET, 1024 * 256);
    sizes.put(ObjectsPool.ART_NODE_4, 1024 * 32);
    sizes.put(ObjectsPool.ART_NODE_16, 1024 * 16);
    sizes.put(ObjectsPool.ART_NODE_48, 1024 * 8);
    sizes.put(ObjectsPool.ART_NODE_256, 1024 * 4);
    ObjectsPool pool = new ObjectsPool(sizes);
    OrderBookEventsHelper events = OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER;
    LoggingConfiguration logging = LoggingConfiguration.DEFAULT;
    return kind.equals("naive")
        ? new OrderBookNaiveImpl(symbol, pool, events, logging)
        : new OrderBookDirectImpl(symbol, pool, events, logging);
  }

  /** Of all threads, the collector's and the compiler's too. */
  private static long processCpuNs() throws Exception {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      long sum = 0;
      for (Path thread : threads.toList()) {
        sum += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      }
      return sum;
    }
  }

  private static void run(IOrderBook book, ByteBuffer records, int commands) throws Exception {
    OrderCommand command = new OrderCommand();
    int hash = 0x811c9dc5;
    long trades = 0;
    long startedCpuNs = processCpuNs();
    long startedNs = System.nanoTime();
    for (int at = 0; at < commands * RECORD_BYTES; at += RECORD_BYTES) {
      fill(command, records, at);
      CommandResultCode result = IOrderBook.processCommand(book, command);
      if (result != CommandResultCode.SUCCESS) throw new IllegalStateException("" + result);
      if (command.command != OrderCommandType.PLACE_ORDER) continue;
      int taker = (int) command.orderId;
      for (MatcherTradeEvent e = command.matcherEvent; e != null; e = e.nextEvent) {
        if (e.eventType != MatcherEventType.TRADE) continue;
        trades += 1;
        hash = (hash ^ (int) e.matchedOrderId) * 16777619;
        hash = (hash ^ taker) * 16777619;
        hash = (hash ^ (int) e.price) * 16777619;
        hash = (hash ^ (int) e.size) * 16777619;
      }
    }
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    double cpuSeconds = (processCpuNs() - startedCpuNs) / 1e9;
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"commands\":%d,\"trades\":%d,\"tradeHash\":\"%08x\"}%n",
        seconds,
        cpuSeconds,
        commands,
        trades,
        hash);
    System.out.flush();
  }

  private static void fill(OrderCommand command, ByteBuffer records, int at) {
    int type = records.get(at);
    boolean buys = records.get(at + 1) == 0;
    command.matcherEvent = null;
    command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
    command.orderId = records.getInt(at + 12);
    command.uid = records.getInt(at + 16);
    command.symbol = 1;
    if (type == 2) {
      command.command = OrderCommandType.CANCEL_ORDER;
      return;
    }
    command.command = OrderCommandType.PLACE_ORDER;
    command.action = buys ? OrderAction.BID : OrderAction.ASK;
    command.orderType = type == 1 ? OrderType.IOC : OrderType.GTC;
    // It has no market order: an immediate one at a price that takes everything.
    long price = type == 1 ? (buys ? PRICE_MAX : 1) : records.getInt(at + 4);
    command.price = price;
    command.reserveBidPrice = price;
    command.size = records.getInt(at + 8);
    command.timestamp = at;
  }
}
