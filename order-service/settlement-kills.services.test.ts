/** Settlement killed at its crash points while orders go on, with the accounts on Redis. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StoreLossTrial } from './testing/store-loss-trial.ts';

const PROGRAM = fileURLToPath(
  new URL('../settlement/testing/settlement-child.js', import.meta.url),
);

describe('settlement, with the accounts on Redis', () => {
  let trial: StoreLossTrial;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    trial = await StoreLossTrial.start();
    trial.trade();
    await trial.traded(100);
    await trial.exchange.stopSettlement();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await trial.close();
  });

  /** Resolves when the fault has killed it. */
  async function runUntilKilled(fault: string): Promise<void> {
    const { exchange, connection, redis } = trial;
    const url = `redis://127.0.0.1:${redis.port}`;
    const child = spawn(
      process.execPath,
      [PROGRAM, join(exchange.folder, 'log'), url, connection.namespace],
      { env: { ...process.env, FAULT: fault }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    children.push(child);
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += String(chunk);
    });
    const deadline = setTimeout(() => child.kill('SIGTERM'), 30_000);
    const signal = await new Promise((resolve) => {
      child.on('close', (_code, endedBy) => resolve(endedBy));
    });
    clearTimeout(deadline);
    assert.equal(signal, 'SIGKILL', `${fault}: ${errors}`);
  }

  test('killed before, inside and after its step applies everything once', async () => {
    for (const point of ['CP13-before-settle', 'CP14-inside-settle', 'CP15-settled-before-next']) {
      for (const times of [1, 2, 7]) await runUntilKilled(`${point}:${times}`);
    }
    trial.exchange.startSettlement();
    await trial.traded(100);
    await trial.stopTrading();
    await trial.verify();
    assert.equal(trial.restarts, 0);
  });

  test('killed while it rebuilds a store that was emptied begins the rebuild again', async () => {
    await trial.redis.admin.flushall();
    await runUntilKilled('CP23-during-rebuild:1');
    await runUntilKilled('CP14-inside-settle:1');
    await runUntilKilled('CP23-during-rebuild:1');
    trial.exchange.startSettlement();
    await trial.traded(100);
    await trial.stopTrading();
    await trial.verify();
    assert.ok(trial.restarts >= 1);
  });
});
