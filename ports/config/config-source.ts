import { readFileSync } from 'node:fs';
import { type SettingKey, settingOf, wrong } from './settings.ts';

export interface GivenSettings {
  /** As `parseArgs` gives them: `{ profile: 'kafka', 'trusted-network': true }`. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where each setting comes from: its flag, else its variable, else (a secret) its file. */
export class ConfigSource {
  readonly #given: GivenSettings;

  constructor(given: GivenSettings) {
    this.#given = given;
  }

  /** null: not set. An empty variable counts as not set, an empty flag is a mistake. */
  text(key: SettingKey): string | null {
    const { flag } = settingOf(key);
    const typed = flag === null ? undefined : this.#given.flags[flag.slice(2)];
    if (typeof typed === 'string') {
      if (typed === '') throw wrong(key, `${flag} is empty`);
      return typed;
    }
    return this.#variable(key);
  }

  switch(key: SettingKey): boolean {
    const { flag } = settingOf(key);
    if (flag !== null && this.#given.flags[flag.slice(2)] === true) return true;
    const value = this.#variable(key);
    if (value === null || value === 'false') return false;
    if (value === 'true') return true;
    throw wrong(key, `it is true or false, not ${value}`);
  }

  /** The text of the variable, or of the file that `<key>_FILE` names without its last line break. */
  secret(key: SettingKey): string | null {
    const value = this.#variable(key);
    const path = this.#given.environment[`${key}_FILE`] ?? '';
    if (path === '') return value;
    if (value !== null) throw wrong(key, `${key} and ${key}_FILE are both set`);
    const text = this.file(key, path, `${key}_FILE`).replace(/\r?\n$/, '');
    if (text === '') throw wrong(key, `${path}, which ${key}_FILE names, is empty`);
    return text;
  }

  /** A file that a setting names. */
  file(key: SettingKey, path: string, as: string): string {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw wrong(key, `cannot read ${path}, which ${as} names (${code})`);
    }
  }

  #variable(key: string): string | null {
    const value = this.#given.environment[key];
    return value === undefined || value === '' ? null : value;
  }
}
