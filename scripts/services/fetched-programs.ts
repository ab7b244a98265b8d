/**
 * What a server runs from, fetched once into the cache:
 *
 *   <cache>/kafka-4.3.0-1/libs/*.jar      Maven Central
 *   <cache>/go-bin/versitygw-v1.8.0       go install
 *   redis-server                          the machine's, or Debian's package when we are root
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { runTool } from './run-tool.ts';
import { ServiceError } from './service-error.ts';
import { cacheFolder, findTool, requireTool } from './tool-path.ts';

const KAFKA_VERSION = '4.3.0';
/** Grows when the list of jars changes. */
const KAFKA_LIBS_REVISION = 1;
const JAVA_VERSION_MIN = 17;

const GO_PROGRAMS = {
  versitygw: { path: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0' },
  /** Reads docker-compose.yml as Docker does, without an engine. */
  'compose-go': { path: 'github.com/compose-spec/compose-go/v2/cmd', version: 'v2.16.2' },
  minio: { path: 'github.com/minio/minio', version: 'v0.0.0-20260212201848-7aac2a2c5b7c' },
} as const;
export type GoProgram = keyof typeof GO_PROGRAMS;

const FETCH_DEADLINE_MS = 600_000;
/** MinIO: 5-10 minutes on two cores. */
const BUILD_DEADLINE_MS = 1_500_000;

type Say = (message: string) => void;

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>` +
  `<version>${version}</version></dependency>`;

const KAFKA_POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>lockstep</groupId><artifactId>kafka-libs</artifactId><version>1</version><dependencies>
${dependency('org.apache.kafka', 'kafka_2.13', KAFKA_VERSION)}
${dependency('org.apache.kafka', 'kafka-tools', KAFKA_VERSION)}
${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}
</dependencies></project>
`;

/** The folder of the broker's jars. Throws ServiceError. */
export async function kafkaLibs(say: Say): Promise<string> {
  const home = join(cacheFolder(), `kafka-${KAFKA_VERSION}-${KAFKA_LIBS_REVISION}`);
  const libs = join(home, 'libs');
  if (existsSync(libs)) return libs;
  const mvn = requireTool('mvn', 'fetching Kafka');
  say(`fetching Kafka ${KAFKA_VERSION} from Maven Central (once) …`);
  mkdirSync(cacheFolder(), { recursive: true });
  const workFolder = mkdtempSync(join(cacheFolder(), 'kafka-new-'));
  try {
    writeFileSync(join(workFolder, 'pom.xml'), KAFKA_POM);
    await runTool({
      command: mvn,
      arguments: ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'],
      folder: workFolder,
      deadlineMs: FETCH_DEADLINE_MS,
      purpose: 'fetching Kafka from Maven Central',
    });
    adopt(workFolder, home);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return libs;
}

/** Moved into place whole; another process may have been faster, which is as good. */
function adopt(made: string, wanted: string): void {
  try {
    renameSync(made, wanted);
  } catch (error) {
    if (!existsSync(wanted)) throw error;
  }
}

/** Path of `java`. Throws TOOL_MISSING, TOOL_TOO_OLD. */
export async function javaProgram(): Promise<string> {
  const java = requireTool('java', 'Kafka');
  const text = await runTool({
    command: java,
    arguments: ['-version'],
    deadlineMs: 60_000,
    purpose: 'asking for the version of Java',
  });
  const major = Number(/version "(\d+)/.exec(text)?.[1]);
  if (major >= JAVA_VERSION_MIN) return java;
  const found = Number.isNaN(major) ? 'of an unknown version' : major;
  throw new ServiceError(
    'TOOL_TOO_OLD',
    `Kafka ${KAFKA_VERSION} needs Java ${JAVA_VERSION_MIN} or later, ${java} is ${found}`,
  );
}

/** Path of a program that Go builds. Throws ServiceError. */
export async function goProgram(name: GoProgram, say: Say): Promise<string> {
  const { path, version } = GO_PROGRAMS[name];
  const binary = join(cacheFolder(), 'go-bin', `${name}-${version}`);
  if (existsSync(binary)) return binary;
  const go = requireTool('go', `building ${name}`);
  say(`building ${name} ${version} with Go (once, some minutes) …`);
  mkdirSync(join(cacheFolder(), 'go-bin'), { recursive: true });
  const workFolder = mkdtempSync(join(cacheFolder(), 'go-new-'));
  try {
    await runTool({
      command: go,
      arguments: ['install', `${path}@${version}`],
      environment: { GOBIN: workFolder, GOFLAGS: '' },
      deadlineMs: BUILD_DEADLINE_MS,
      purpose: `building ${name}`,
    });
    // Go names a program after the last part of its path.
    adopt(join(workFolder, basename(path)), binary);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return binary;
}

/** Path of `redis-server`. As root it is installed where Debian's package manager is. */
export async function redisProgram(say: Say): Promise<string> {
  const found = findTool('redis-server');
  if (found !== null) return found;
  const apt = findTool('apt-get');
  if (apt === null || process.getuid?.() !== 0) return requireTool('redis-server', 'Redis');
  say('installing redis-server with apt-get (once) …');
  const install = (words: readonly string[]): Promise<string> =>
    runTool({
      command: apt,
      arguments: words,
      // The package would start a server of its own.
      environment: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      deadlineMs: FETCH_DEADLINE_MS,
      purpose: 'installing redis-server',
    });
  await install(['update', '-q']);
  await install(['install', '-y', '-q', '--no-install-recommends', 'redis-server']);
  return requireTool('redis-server', 'Redis');
}
