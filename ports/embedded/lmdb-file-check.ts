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
 *
 * A transaction writes other pages besides the root, and a flipped bit may name one of those: then the
 * tree is a part of itself, and a log would end too early. From the root down to the first leaf it must
 * be as high as its meta page says.
 *
 *   branch page:  header (24) | place of each node u16 …    node, at 24 + its place:  child u16, u16, u16 …
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const HEADER_BYTES = 24;
const BRANCH_FLAG = 0x01;
const LEAF_FLAG = 0x02;
const META_FLAG = 0x08;
/** LMDB's own bound of a tree's height. */
const DEPTH_MAX = 32;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

interface Meta {
  readonly pageBytes: number;
  readonly mainDepth: number;
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
    mainDepth: page.readUInt16LE(mainTree + 6),
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
  const { mainDepth, mainRoot, lastPage, transaction, pageBytes } = meta;
  if (mainRoot === NO_PAGE) return null;
  if (mainDepth < 1 || mainDepth > DEPTH_MAX) return `its tree is ${mainDepth} pages high`;
  const page = Buffer.alloc(pageBytes);
  let number = mainRoot;
  for (let level = mainDepth; level >= 1; level -= 1) {
    const name = level === mainDepth ? 'root' : 'page of the tree';
    if (number > lastPage) return `a ${name} lies behind the last page`;
    readSync(file, page, 0, pageBytes, Number(number) * pageBytes);
    if (page.readBigUInt64LE(0) !== number) return `a ${name} is another page`;
    const written = page.readBigUInt64LE(8);
    if (level === mainDepth && written !== transaction) {
      return `a root is of transaction ${written}, not ${transaction}`;
    }
    if ((page.readUInt16LE(18) & (level === 1 ? LEAF_FLAG : BRANCH_FLAG)) === 0) {
      return `its tree is not ${mainDepth} pages high`;
    }
    if (level > 1) {
      const child = firstChild(page);
      if (child === null) return `a ${name} has no first page below it`;
      number = child;
    }
  }
  return null;
}

function firstChild(branch: Buffer): bigint | null {
  const node = HEADER_BYTES + branch.readUInt16LE(HEADER_BYTES);
  if (node + 6 > branch.length) return null;
  return BigInt(branch.readUIntLE(node, 6));
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
