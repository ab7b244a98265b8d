/**
 * docker-compose.yml without an engine: read by compose-go, the loader of Docker Compose, which knows
 * the schema; references between services and volumes, and our own wishes, are checked here.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { goProgram } from './fetched-programs.ts';
import { runTool } from './run-tool.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FILE = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const DEMO = parseEnv(readFileSync(join(ROOT, 'demo.env'), 'utf8')) as Record<string, string>;
const SECRETS = ['STORE_PASSWORD', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'MASTER_KEY'];

interface Service {
  readonly image?: string;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly ports?: readonly { readonly host_ip?: string; readonly published?: string }[];
  readonly depends_on?: Readonly<
    Record<string, { readonly condition: string; readonly required: boolean }>
  >;
  readonly volumes?: readonly { readonly type: string; readonly source: string }[];
  readonly read_only?: boolean;
  readonly command?: readonly string[] | null;
  readonly pid?: string;
}

/** `${NAME}`, `${NAME:-default}`, `${NAME:?why}`; `$$` is a dollar. The loader has no environment. */
function interpolated(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (whole, name: string | undefined, kind: string | undefined, rest: string | undefined) => {
      if (name === undefined) return whole;
      const value = environment[name] ?? '';
      if (value !== '') return value;
      if (kind === '-') return rest ?? '';
      throw new Error(`${name}: ${rest ?? 'not set'}`);
    },
  );
}

interface Project {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** Its services, when everything that they name is there. */
function withoutLooseEnds({ services, volumes = {} }: Project): Project['services'] {
  for (const [name, service] of Object.entries(services)) {
    for (const [other, { required }] of Object.entries(service.depends_on ?? {})) {
      if (required && !(other in services)) throw new Error(`${name} waits for no ${other}`);
    }
    for (const { type, source } of service.volumes ?? []) {
      if (type === 'volume' && !(source in volumes)) throw new Error(`${name} has no ${source}`);
    }
    const shared = /^service:(.+)$/.exec(service.pid ?? '')?.[1];
    if (shared !== undefined && !(shared in services)) throw new Error(`${name}: no ${shared}`);
  }
  return services;
}

/** What the loader makes of the text. Rejects with its complaint. */
async function load(text: string): Promise<Readonly<Record<string, Service>>> {
  const program = await goProgram('compose-go', () => {});
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-compose-'));
  const path = join(folder, 'docker-compose.yml');
  writeFileSync(path, text);
  try {
    const output = await runTool({
      command: program,
      arguments: ['-format', 'json', path],
      outputCharactersMax: 1_000_000,
      deadlineMs: 30_000,
      purpose: 'reading docker-compose.yml',
    });
    return withoutLooseEnds(JSON.parse(output) as Project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The loader takes in the services of all profiles; this is the text with those of one. */
function profile(text: string, name: string): string {
  const [head = '', rest = ''] = text.split(/^services:\n/m);
  const [services = '', tail = ''] = rest.split(/^(?=volumes:\n)/m);
  const blocks = services.split(/^(?= {2}[a-z0-9-]+:\n)/m).filter((block) => {
    const names = /^ +profiles: \[(.*)\]$/m.exec(block)?.[1];
    return names?.split(', ').includes(name) === true;
  });
  return `${head}services:\n${blocks.join('')}${tail}`;
}

const withSecrets = interpolated(FILE, DEMO);

test('every service is valid, and each profile holds together by itself', async () => {
  const all = await load(withSecrets);
  assert.equal(Object.keys(all).length, 15);
  const expected: Readonly<Record<string, readonly string[]>> = {
    'one-broker': ['kafka'],
    cluster: ['kafka-1', 'kafka-2', 'kafka-3'],
    demo: ['kafka', 'traders'],
  };
  const everywhere = [
    ...['redis', 's3', 'first-records', 'order-service', 'projections'],
    ...['engine-a', 'engine-b', 'settlement', 'snapshotter'],
  ];
  for (const [name, own] of Object.entries(expected)) {
    const services = await load(profile(withSecrets, name));
    assert.deepEqual(Object.keys(services).sort(), [...everywhere, ...own].sort(), name);
  }
});

test('every image is pinned, every port is of this machine only', async () => {
  let ports = 0;
  for (const [name, service] of Object.entries(await load(withSecrets))) {
    assert.match(service.image ?? '', /:(?!latest)[\w.-]*\d[\w.-]*$|^lockstep:local$/, name);
    for (const port of service.ports ?? []) {
      ports += 1;
      assert.equal(port.host_ip, '127.0.0.1', name);
    }
  }
  assert.ok(ports >= 6);
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
  assert.ok(bases.length >= 2);
  for (const base of bases) assert.match(base ?? '', /^node:24\.\d+\.\d+-/);
  assert.match(dockerfile, /^USER node$/m);
  assert.match(dockerfile, /^HEALTHCHECK /m);
});

test('whoever runs for long has a healthcheck, and waits for who it needs', async () => {
  const services = await load(withSecrets);
  for (const [name, service] of Object.entries(services)) {
    const isWatched = !['first-records', 'traders'].includes(name);
    assert.equal(service.healthcheck?.test !== undefined, isWatched, name);
    const waits = Object.values(service.depends_on ?? {});
    if (service.image === 'lockstep:local') assert.ok(waits.length > 0, name);
  }
  // LMDB knows its readers by their process ids.
  assert.equal(services['projections']?.pid, 'service:order-service');
});

test('no secret has a default, and without one nothing starts', () => {
  for (const name of SECRETS) {
    assert.ok(FILE.includes(`\${${name}:?`), name);
    assert.ok(!FILE.includes(`\${${name}:-`) && !FILE.includes(`\${${name}}`), name);
    const { [name]: _, ...others } = DEMO;
    assert.throws(() => interpolated(FILE, others), new RegExp(name));
  }
  for (const secret of SECRETS.map((name) => DEMO[name] ?? '?')) assert.ok(!FILE.includes(secret));
});

test('its settings are ones that a process takes', async () => {
  const { readConfig } = await import('../../ports/config/exchange-config.ts');
  const services = await load(withSecrets);
  let processes = 0;
  for (const [name, { environment, command }] of Object.entries(services)) {
    if (command?.[0]?.startsWith('dist/') !== true) continue;
    processes += 1;
    const { setUp } = readConfig({ flags: {}, environment: environment as never });
    assert.equal(setUp.kind, 'servers', name);
  }
  assert.equal(processes, 8);
});

for (const [what, from, to] of [
  ['a key that there is not', 'restart: unless-stopped', 'restarts: unless-stopped'],
  ['a service that there is not', 'redis: { condition', 'radis: { condition'],
  ['a volume that there is not', '"redis:/data"', '"rodis:/data"'],
  ['a port that is none', '"127.0.0.1:6379:6379"', '"127.0.0.1:six:6379"'],
  ['a condition that there is not', 'service_completed_successfully', 'service_done'],
] as const) {
  test(`${what} is refused`, async () => {
    assert.ok(withSecrets.includes(from), from);
    await assert.rejects(load(withSecrets.replaceAll(from, to)));
  });
}
