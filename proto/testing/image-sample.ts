/** A snapshot of version 2, as the engine makes it of these orders: state hash and image are its own. */
import type { BookImage, MarketSnapshot } from '../messages.ts';
import { snapshotSample } from './golden-samples.ts';

const ROWS = [
  '800000000000c0420000000000005940000000000000f03f0000000000003140',
  '00000000000000000000080000a8610001000000000000000000000000000000',
  '800200000000c042000000000000004200000000000000420000000000001040',
  '0000000000000000ffff0700ffa76100020000000000000000000000d0070080',
  'ffffffffffff3f43ffffffffffff3f43ffffffffffff3f4300e0ffffffff6f42',
  '000000000000000000001000ffffff7f03000000000000000000000081841e00',
].join('');

const image: BookImage = {
  layout: 120,
  greatestOrderId: Number.MAX_SAFE_INTEGER,
  accountIds: Uint32Array.of(12, 0, 2 ** 32 - 1),
  accountLists: Int32Array.of(1, 1, 1, 2, 2, 1, 3, 3, 1),
  bidLevels: 2,
  levels: Int32Array.of(524_288, 6_400_000, 1, 524_287, 6_399_999, 2, 1_048_576, 2 ** 31 - 1, 3),
  levelTotals: Float64Array.of(1, 2 ** 33, Number.MAX_SAFE_INTEGER),
  pageKeys: Float64Array.of(2 ** 41, 2 ** 49 - 1),
  pageMasks: Uint16Array.of(34, 32_768),
  pageSlots: Int32Array.of(1, 2, 3),
  rows: Uint8Array.from(ROWS.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
};

export const imageSample = {
  ...snapshotSample,
  stateHash: '90129cba8daf6fc3',
  icebergs: [{ orderId: 2 ** 45 + 5, displayLots: 2 ** 32, shownLots: 1 }],
  expiring: [{ orderId: 2 ** 45 + 1, goodTillUs: 2 ** 50 }],
  image,
} as unknown as MarketSnapshot;
