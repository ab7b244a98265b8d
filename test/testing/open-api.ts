/** The operations of an OpenAPI document, and requests made by it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  /** `GET /v1/orders/{order_id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly statuses: readonly number[];
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

export async function operationsOf(baseUrl: string): Promise<readonly Operation[]> {
  const document = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, described]) => {
      const method = verb.toUpperCase();
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters: described.parameters ?? [],
        body: described.requestBody?.content['application/json']?.schema ?? null,
        statuses: Object.keys(described.responses).map(Number),
      };
    }),
  );
}

/** Names of the fields that it takes, in the path, the query and anywhere in the body. */
export function fieldNames({ parameters, body }: Operation): readonly string[] {
  const names = new Set(parameters.map(({ name }) => name));
  const look = (schema: Schema | undefined): void => {
    for (const [name, field] of Object.entries(schema?.properties ?? {})) {
      names.add(name);
      look(field);
    }
    if (schema?.items !== undefined) look(schema.items);
  };
  look(body ?? undefined);
  return [...names];
}

export interface MadeRequest {
  readonly path: string;
  readonly body: unknown;
}

/** With what must be there, and with the fields of `given` wherever they have a place. */
export function requestBy(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): MadeRequest {
  let path = operation.path;
  const query: string[] = [];
  for (const { name, in: place, required, schema } of operation.parameters) {
    if (given[name] === undefined && required !== true) continue;
    const value = encodeURIComponent(String(madeValue(name, schema, given)));
    if (place === 'path') path = path.replace(`{${name}}`, value);
    else query.push(`${name}=${value}`);
  }
  if (query.length > 0) path = `${path}?${query.join('&')}`;
  const body = operation.body === null ? undefined : madeValue('', operation.body, given);
  return { path, body };
}

function madeValue(
  name: string,
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
): unknown {
  if (given[name] !== undefined) return given[name];
  if (schema.properties !== undefined) {
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).filter(
      ([field]) => required.has(field) || given[field] !== undefined,
    );
    return Object.fromEntries(fields.map(([field, of]) => [field, madeValue(field, of, given)]));
  }
  if (schema.items !== undefined) return [madeValue(name, schema.items, given)];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.examples !== undefined) return schema.examples[0];
  return schema.type === 'boolean' ? false : (schema.minimum ?? 0);
}
