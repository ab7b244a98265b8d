/** The engines that ours is compared with. A peer that cannot be built is a row, not an omission. */
import type { Peer } from './peer.ts';

/** So that a peer reads its bytes as it did on older Java versions. */
const JAVA_OPENS = [
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
  '--add-opens=java.base/java.lang.reflect=ALL-UNNAMED',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED',
];
const JAVA_BUILD = [
  {
    file: 'mvn',
    arguments: ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'],
  },
  { file: 'javac', arguments: ['-nowarn', '-cp', 'libs/*', '-d', 'classes', 'Peer.java'] },
];
const java = (book: string) => ({
  file: 'java',
  arguments: [...JAVA_OPENS, '-XX:+UseParallelGC', '-cp', 'classes:libs/*', 'Peer', book],
});

const RUST_BUILD = [{ file: 'cargo', arguments: ['build', '--release', '--quiet'] }];
const RUST_RUN = { file: './target/release/peer', arguments: [] };

const BOOK_ONLY = 'a book alone: no rules, fees, sessions, state hash or event sequence';

export const PEERS: readonly Peer[] = [
  {
    name: 'exchange-core direct',
    role: 'peer',
    version: '0.5.3',
    language: 'Java',
    notComparableBecause: `${BOOK_ONLY}; trades a duplicate id before refusing it; long integers`,
    source: {
      kind: 'registry',
      pace: 'slow',
      driver: 'exchange-core',
      build: JAVA_BUILD,
      run: java('direct'),
    },
  },
  {
    name: 'exchange-core naive',
    role: 'peer',
    version: '0.5.3',
    language: 'Java',
    notComparableBecause: BOOK_ONLY,
    commandsMax: { C: 200_000, L: 50_000 },
    source: {
      kind: 'registry',
      pace: 'slow',
      driver: 'exchange-core',
      build: JAVA_BUILD,
      run: java('naive'),
    },
  },
  {
    name: 'nodejs-order-book',
    role: 'peer',
    version: '10.1.1',
    language: 'JavaScript',
    notComparableBecause: `${BOOK_ONLY}; prices and sizes are doubles, ids are strings`,
    commandsMax: { A: 200_000, B: 200_000, C: 200_000, L: 1_200_000 },
    source: {
      kind: 'registry',
      pace: 'quick',
      driver: 'nodejs-order-book',
      build: [{ file: 'npm', arguments: ['install', '--silent', '--ignore-scripts'] }],
      run: { file: process.execPath, arguments: ['peer.cjs'] },
    },
  },
  {
    name: 'lobster',
    role: 'peer',
    version: '0.7.0',
    language: 'Rust',
    notComparableBecause: `${BOOK_ONLY}; no check of duplicate ids; keeps every empty level`,
    commandsMax: { C: 100_000, L: 1_050_000 },
    source: { kind: 'registry', pace: 'slow', driver: 'lobster', build: RUST_BUILD, run: RUST_RUN },
  },
  {
    name: 'orderbook-rs',
    role: 'peer',
    version: '0.15.3',
    language: 'Rust',
    notComparableBecause: 'built for several threads (concurrent maps, locks), used by one here',
    commandsMax: { L: 1_200_000 },
    source: {
      kind: 'registry',
      pace: 'slow',
      driver: 'orderbook-rs',
      build: RUST_BUILD,
      run: RUST_RUN,
    },
  },
  {
    name: 'floor in C++',
    role: 'floor',
    version: '',
    language: 'C++',
    notComparableBecause: `${BOOK_ONLY}; no check of duplicate ids; 32-bit quantities; no far prices`,
    source: {
      kind: 'registry',
      pace: 'slow',
      driver: 'floor-cpp',
      build: [{ file: 'g++', arguments: ['-O3', '-std=c++17', '-o', 'floor', 'floor.cpp'] }],
      run: { file: './floor', arguments: [] },
    },
  },
  {
    name: 'geseq/orderbook',
    role: 'peer',
    version: '-',
    language: 'Go',
    notComparableBecause: 'decimal prices',
    source: {
      kind: 'not-available',
      reason: 'not built: the Go module proxy does not serve the module (403)',
      citedMillionPerSecond: { A: 2.48, B: 3.28, C: 1.4 },
    },
  },
  {
    name: 'liquibook',
    role: 'peer',
    version: '-',
    language: 'C++',
    notComparableBecause: BOOK_ONLY,
    source: {
      kind: 'not-available',
      reason: 'not built: not in a package registry',
      citedMillionPerSecond: { A: 6.63, B: 3.38, C: 4.04, L: 0.53 },
    },
  },
];
