/**
 * What must hold of an LMDB file before it may be mapped: LMDB itself checks neither its meta pages
 * nor the file's length, and a mapping that reaches beyond the end of the file is a SIGBUS.
 *
 *   page 0: meta of an even transaction     page 1: meta of an odd transaction     page 2 …: trees
 *
 *   page:  number u64 | transaction u64 | pad u16 | flags u16 | 4 bytes | content
 *   meta:  magic u32 | version u32 | address u64 | map size u64 | free tree (48) | main tree (48)
 *          | last page u64 | transaction u64
 *   tree:  page size u32 (free tree only) … depth u16 at 6 … entries u64 at 32 | root page u64 at 40
 *
 * The two newest transactions always stand side by side, so their numbers differ by one, and which of
 * the two pages has the even one is fixed. Each of our transactions rewrites the root of the main
 * tree, so both roots carry the numbers of their meta pages: what the older one reaches is reused
 * by the transaction after the next at the earliest. Without all three checks a flipped bit could make
 * an older state look like the newest: 8 and 9 become 9 and 9, or 8 and 11 (LMDB takes the first of
 * equals), or 9 becomes 7 beside a sound 8.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const HEADER_BYTES = 24;
const META_FLAG = 0x08;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

interface Meta {
  readonly pageBytes: number;
  readonly mainRoot: bigint;
  readonly lastPage: bigint;
  readonly transaction: bigint;
}

function readMeta(page: Buffer): Meta | string {
  if (page.readUInt32LE(HEADER_BYTES) !== MAGIC) return 'a meta page has no magic number';
  if ((page.readUInt16LE(18) & META_FLAG) === 0) return 'a meta page is not marked as one';
  const freeTree = HEADER_BYTES + 24;
  const mainTree = freeTree + 48;
  return {
    pageBytes: page.readUInt32LE(freeTree),
    mainRoot: page.readBigUInt64LE(mainTree + 40),
    lastPage: page.readBigUInt64LE(mainTree + 48),
    transaction: page.readBigUInt64LE(mainTree + 56),
  };
}

function problemOf(file: number): string | null {
  const bytesOnDisk = fstatSync(file).size;
  if (bytesOnDisk === 0) return null;
  const head = Buffer.alloc(HEADER_BYTES + 256);
  if (readSync(file, head, 0, head.length, 0) < head.length) return 'it ends in its first page';
  const first = readMeta(head);
  if (typeof first === 'string') return first;
  const { pageBytes } = first;
  if (pageBytes < 512 || pageBytes > 65536 || (pageBytes & (pageBytes - 1)) !== 0) {
    return `its page size is ${pageBytes}`;
  }
  if (readSync(file, head, 0, head.length, pageBytes) < head.length) {
    return 'it ends in its second page';
  }
  const second = readMeta(head);
  if (typeof second === 'string') return second;
  if (second.pageBytes !== pageBytes) return 'its meta pages disagree on the page size';
  if (!standSideBySide(first.transaction, second.transaction)) {
    return `its newest transactions are ${first.transaction} and ${second.transaction}`;
  }
  const { lastPage } = first.transaction > second.transaction ? first : second;
  if (BigInt(bytesOnDisk) < (lastPage + 1n) * BigInt(pageBytes)) {
    return `it has ${bytesOnDisk} bytes, but its last page is ${lastPage}`;
  }
  return rootProblem(file, first) ?? rootProblem(file, second);
}

/** A new file has 0 in both pages. */
function standSideBySide(even: bigint, odd: bigint): boolean {
  if (even === 0n && odd === 0n) return true;
  return even % 2n === 0n && (odd === even + 1n || odd === even - 1n);
}

function rootProblem(file: number, meta: Meta): string | null {
  const { mainRoot, lastPage, transaction, pageBytes } = meta;
  if (mainRoot === NO_PAGE) return null;
  if (mainRoot > lastPage) return 'a root lies behind the last page';
  const root = Buffer.alloc(HEADER_BYTES);
  readSync(file, root, 0, root.length, Number(mainRoot) * pageBytes);
  if (root.readBigUInt64LE(0) !== mainRoot) return 'a root is another page';
  const written = root.readBigUInt64LE(8);
  return written === transaction ? null : `a root is of transaction ${written}, not ${transaction}`;
}

/** Why the file must not be opened, or null. A file that does not exist is fine. */
export function lmdbFileProblem(path: string): string | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    // Other processes may write meanwhile: only what stays wrong is wrong.
    let problem: string | null = null;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      problem = problemOf(file);
      if (problem === null) return null;
    }
    return problem;
  } finally {
    closeSync(file);
  }
}
