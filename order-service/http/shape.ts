/**
 * What a request body or query may hold, said once: `read` checks a value, `schema` describes it for
 * OpenAPI. Nothing is coerced; a field that is not named is refused.
 */
import { type Refusal, refuse } from '../refusal.ts';
import { isJsonObject, type JsonValue } from './strict-json.ts';

export interface Field<T> {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly optional: boolean;
  /** `name` is for the message. */
  read(value: JsonValue, name: string): T | Refusal;
}

const wrong = (name: string, wanted: string): Refusal =>
  refuse('INVALID_FIELD', `${name} must be ${wanted}`);

/** A string that matches a pattern (and so has a bounded length). */
export function text(options: {
  readonly pattern: RegExp;
  readonly what: string;
  readonly example: string;
}): Field<string> {
  const { pattern, what, example } = options;
  return {
    schema: { type: 'string', pattern: pattern.source, description: what, examples: [example] },
    optional: false,
    read: (value, name) =>
      typeof value === 'string' && pattern.test(value) ? value : wrong(name, what),
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  const allowed = new Set<string>(values);
  return {
    schema: { type: 'string', enum: values },
    optional: false,
    read: (value, name) =>
      typeof value === 'string' && allowed.has(value)
        ? (value as T)
        : wrong(name, `one of ${values.join(', ')}`),
  };
}

export const flag: Field<boolean> = {
  schema: { type: 'boolean' },
  optional: false,
  read: (value, name) => (typeof value === 'boolean' ? value : wrong(name, 'true or false')),
};

export function integer(options: {
  readonly least: number;
  readonly most: number;
  readonly what: string;
}): Field<number> {
  const { least, most, what } = options;
  return {
    schema: { type: 'integer', minimum: least, maximum: most, description: what },
    optional: false,
    read: (value, name) =>
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
        ? (value as number)
        : wrong(name, `an integer from ${least} to ${most}`),
  };
}

/** An integer of a query string, or an id of a path. */
export function integerText(options: {
  readonly least: number;
  readonly most: number;
  readonly what: string;
}): Field<number> {
  const { least, most, what } = options;
  return {
    schema: { type: 'integer', minimum: least, maximum: most, description: what },
    optional: false,
    read: (value, name) => {
      const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : -1;
      return number >= least && number <= most && Number.isSafeInteger(number)
        ? number
        : wrong(name, `an integer from ${least} to ${most}`);
    },
  };
}

export function list<T>(options: {
  readonly of: Field<T>;
  readonly least: number;
  readonly most: number;
}): Field<readonly T[]> {
  const { of, least, most } = options;
  return {
    schema: { type: 'array', items: of.schema, minItems: least, maxItems: most },
    optional: false,
    read: (value, name) => {
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        return wrong(name, `a list of ${least} to ${most} entries`);
      }
      const items: T[] = [];
      for (const [index, item] of (value as readonly JsonValue[]).entries()) {
        const read = of.read(item, `${name}[${index}]`);
        if (refused(read)) return read;
        items.push(read as T);
      }
      return items;
    },
  };
}

/** Elements are read one by one by the caller, so that each has an answer of its own. */
export function rawList(options: {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly least: number;
  readonly most: number;
}): Field<readonly JsonValue[]> {
  return list({
    of: { schema: options.schema, optional: false, read: (value) => value as never },
    least: options.least,
    most: options.most,
  }) as Field<readonly JsonValue[]>;
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { ...field, optional: true };
}

function refused(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as Refusal).kind === 'refused';
}

type Read<Fields extends Readonly<Record<string, Field<unknown>>>> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Field<infer T> ? T : never;
};

/** An object with exactly these fields. */
export function shape<Fields extends Readonly<Record<string, Field<unknown>>>>(
  fields: Fields,
): Field<Read<Fields>> {
  const names = Object.keys(fields);
  const known = new Set(names);
  const required = names.filter((name) => !fields[name]!.optional);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, fields[name]!.schema])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    },
    optional: false,
    read: (value, where) => {
      if (!isJsonObject(value)) return wrong(where, 'an object');
      for (const name in value) {
        if (!known.has(name)) {
          return refuse('UNKNOWN_FIELD', `${name.slice(0, 64)} is not a field of ${where}`);
        }
      }
      const result: Record<string, unknown> = {};
      for (const name of names) {
        const field = fields[name]!;
        const given = value[name];
        if (given === undefined) {
          if (!field.optional) return refuse('MISSING_FIELD', `${name} is missing in ${where}`);
          continue;
        }
        const read = field.read(given, name);
        if (refused(read)) return read;
        result[name] = read;
      }
      return result as Read<Fields>;
    },
  };
}
