/** The operator: accounts, keys, deposits. All of them are records in the log. */

import type { Random } from '../../ports/clock/clock.ts';
import { limits as shared } from '../../proto/limits.ts';
import { Scope } from '../../proto/messages.ts';
import { type AccountId, ppm, timestampUs, accountId as toAccountId } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { ed25519KeyOf, type PublicKey, rsaKeyOf } from '../security/public-keys.ts';
import { isAddressRange, SCOPE_NAME_LIST, scopeOf } from '../security/request-auth.ts';
import { keyConflict, keyUnder, secretOf } from './client-key-id.ts';
import { depositErrors, depositInto } from './deposits.ts';
import { accountName, amount, apiKeyText, assetName, ownId, transactionId } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, route } from './route.ts';
import { integer, list, oneOf, optional, shape, text } from './shape.ts';

const tag = 'admin';
const SECRET_BYTES = 32;
const US_PER_MS = 1000;

const accountNumber = integer({ least: 1, most: 2 ** 32 - 1, what: 'the account id' });
export const accountText = text({ pattern: /^\d{1,10}$/, what: 'an account id', example: '7' });
const feePpm = integer({ least: 0, most: 999_999, what: 'parts per million' });

const keyBody = shape({
  account_id: accountText,
  client_key_id: optional(ownId('desk-1', 'the same one again is the same key')),
  scopes: optional(list({ of: oneOf(...SCOPE_NAME_LIST), least: 1, most: 5 })),
  ip_allow_list: optional(
    list({
      of: text({
        pattern: /^[0-9a-fA-F.:/]{2,49}$/,
        what: 'an address',
        example: '10.0.0.0/8',
      }),
      least: 1,
      most: shared.addressesPerApiKeyMax,
    }),
  ),
  /** Its private half signs instead of a secret. */
  ed25519_public_key: optional(
    text({
      pattern: /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,200}-----END PUBLIC KEY-----\s*$/,
      what: 'an Ed25519 public key as PEM text',
      example: '-----BEGIN PUBLIC KEY-----…',
    }),
  ),
  /** The same, of 2048 to 4096 bits, with at most five addresses. */
  rsa_public_key: optional(
    text({
      pattern: /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,900}-----END PUBLIC KEY-----\s*$/,
      what: 'an RSA public key as PEM text',
      example: '-----BEGIN PUBLIC KEY-----…',
    }),
  ),
  expires_in_ms: optional(
    integer({ least: 1_000, most: 10 * 365 * 86_400_000, what: 'from now on' }),
  ),
});

/** Its bytes and they must fit one command of the ledger. */
const RSA_ADDRESSES_MAX = 5;
const ACCOUNT_ID_MAX = 2 ** 32 - 1;

/** `accountText`: an account that is there. */
export async function accountNamed(
  service: OrderService,
  name: string,
): Promise<AccountId | Refusal> {
  const number = Number(name);
  const isThere =
    number <= ACCOUNT_ID_MAX &&
    (await service.ports.accounts.account(toAccountId(number))) !== null;
  return isThere ? toAccountId(number) : refuse('UNKNOWN_ACCOUNT', `no account ${name}`);
}

const newSecret = (random: Random): string =>
  Buffer.from(random.bytes(SECRET_BYTES)).toString('hex');

export function adminRoutes(service: OrderService): readonly Route[] {
  return [
    openAccountRoute(service),
    createKeyRoute(service),
    revokeKeyRoute(service),
    depositRoute(service),
  ];
}

function openAccountRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/accounts',
    summary: 'Open an account; the same name again answers with the account that is there',
    tag,
    scope: Scope.admin,
    cost: 'order',
    body: shape({
      name: accountName,
      account_id: optional(accountNumber),
      maker_fee_ppm: optional(feePpm),
      taker_fee_ppm: optional(feePpm),
    }),
    replies: { 201: schemas.account, 200: schemas.account },
    errors: ['ACCOUNT_EXISTS', 'OUTCOME_UNKNOWN'],
    handle: async ({ body }) => {
      const { openings } = service;
      const { name, account_id: asked } = body;
      // First: what ends while the store is read may be missing in both.
      const opening = openings.idOf(name);
      const known = await service.ports.accounts.accounts();
      const same = known.find((account) => account.name === name)?.accountId;
      if (same !== undefined) openings.isThere(name);
      const named = same ?? opening ?? openings.idOf(name);
      if (named !== undefined && asked !== undefined && asked !== named) {
        return refuse('ACCOUNT_EXISTS', `${name} is ${named}`);
      }
      if (same !== undefined) return answer(200, { account_id: String(same), name });
      const highest = known.reduce((most, account) => Math.max(most, account.accountId), 0);
      const wanted = asked === undefined ? undefined : toAccountId(asked);
      const accountId = named ?? wanted ?? openings.nextId(highest);
      const owner = openings.nameOf(accountId) ?? name;
      if (owner !== name || known.some((account) => account.accountId === accountId)) {
        return refuse('ACCOUNT_EXISTS', `account ${accountId} has another name`);
      }
      openings.begin(name, accountId);
      const outcome = await service.ledger.send({
        kind: 'OpenAccount',
        accountId,
        name,
        makerFeePpm: body.maker_fee_ppm === undefined ? null : ppm(body.maker_fee_ppm),
        takerFeePpm: body.taker_fee_ppm === undefined ? null : ppm(body.taker_fee_ppm),
      });
      if (outcome.kind !== 'unknown') openings.end(name);
      if (outcome.kind !== 'applied') return outcome;
      service.accounts.forgetAccount(accountId);
      return answer(201, { account_id: String(accountId), name });
    },
  });
}

interface KeysAsked {
  readonly ed25519_public_key?: string | undefined;
  readonly rsa_public_key?: string | undefined;
}

/** null: a secret is to be made. */
function publicKeyAsked(asked: KeysAsked, addressCount: number): PublicKey | Refusal | null {
  const { ed25519_public_key: ed25519, rsa_public_key: rsa } = asked;
  if (ed25519 !== undefined && rsa !== undefined) {
    return refuse('INVALID_COMBINATION', 'a key is Ed25519 or RSA');
  }
  if (ed25519 !== undefined) {
    const notOne = 'ed25519_public_key is not an Ed25519 public key';
    return ed25519KeyOf(ed25519) ?? refuse('INVALID_FIELD', notOne);
  }
  if (rsa === undefined) return null;
  if (addressCount > RSA_ADDRESSES_MAX) {
    return refuse('INVALID_FIELD', `ip_allow_list: at most ${RSA_ADDRESSES_MAX} with an RSA key`);
  }
  return rsaKeyOf(rsa) ?? refuse('INVALID_FIELD', 'rsa_public_key is not of 2048 to 4096 bits');
}

const createdKey = schemas.object({
  api_key: schemas.string,
  secret: schemas.nullable,
  account_id: schemas.string,
  scopes: schemas.listOf(schemas.string),
});

function createKeyRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/keys',
    summary: 'Create an API key; its secret is shown here, and again only under its client_key_id',
    tag,
    scope: Scope.admin,
    cost: 'order',
    body: keyBody,
    replies: { 201: createdKey, 200: createdKey },
    errors: ['UNKNOWN_ACCOUNT', 'CLIENT_KEY_ID_CONFLICT', 'INVALID_COMBINATION', 'OUTCOME_UNKNOWN'],
    handle: async ({ body }) => {
      const accountId = await accountNamed(service, body.account_id);
      if (isRefusal(accountId)) return accountId;
      const addresses = body.ip_allow_list ?? [];
      const wrong = addresses.find((entry) => !isAddressRange(entry));
      if (wrong !== undefined) {
        return refuse('INVALID_FIELD', `ip_allow_list: ${wrong} is no address or subnet`);
      }
      const { clock, random, accounts } = service.ports;
      const { client_key_id: given } = body;
      const apiKey = given === undefined ? service.newToken() : keyUnder(accountId, given);
      const publicKey = publicKeyAsked(body, addresses.length);
      if (isRefusal(publicKey)) return publicKey;
      const { sealing } = service;
      const newOne = given === undefined ? newSecret(random) : secretOf(sealing, apiKey);
      const secret = publicKey === null ? newOne : null;
      const scopes = body.scopes ?? ['read'];
      const lifeUs = (body.expires_in_ms ?? 0) * US_PER_MS;
      const created = { api_key: apiKey, secret, account_id: String(accountId), scopes };
      const terms = {
        scopes: [...new Set(scopes)].map(scopeOf),
        ipAllowList: addresses,
        expiresAtUs: timestampUs(lifeUs === 0 ? 0 : clock.nowUs() + lifeUs),
      };
      const bytes = publicKey?.bytes ?? Buffer.from(newOne);
      const known = given === undefined ? null : await accounts.apiKey(apiKey);
      if (known !== null)
        return keyConflict(known, { ...terms, bytes }, sealing) ?? answer(200, created);
      const sealedSecret = sealing.seal(bytes);
      const command = { kind: 'CreateApiKey', apiKey, accountId, sealedSecret, ...terms } as const;
      const outcome = await service.ledger.send(command);
      return outcome.kind === 'applied' ? answer(201, created) : outcome;
    },
  });
}

function revokeKeyRoute(service: OrderService): Route {
  return route({
    method: 'DELETE',
    path: '/v1/admin/keys/{api_key}',
    summary:
      'Revoke an API key, on open sockets within a second; cancel all of its account if asked',
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    params: shape({ api_key: apiKeyText }),
    query: shape({ cancel_orders: optional(oneOf('yes', 'no')) }),
    replies: {
      200: schemas.object(
        { api_key: schemas.string },
        { canceled: schemas.listOf(schemas.marketCanceled) },
      ),
    },
    errors: ['UNKNOWN_KEY', 'OUTCOME_UNKNOWN'],
    handle: async ({ params, query }) => {
      const apiKey = params.api_key;
      const key = await service.ports.accounts.apiKey(apiKey);
      if (key === null) return refuse('UNKNOWN_KEY', `no key ${apiKey}`);
      const outcome = await service.ledger.send({ kind: 'RevokeApiKey', apiKey });
      service.accounts.forgetKey(apiKey);
      if (outcome.kind !== 'applied') return outcome;
      if (query.cancel_orders !== 'yes') return answer(200, { api_key: apiKey });
      const canceled = await service.deadMan.revoked(key.accountId);
      return answer(200, { api_key: apiKey, canceled });
    },
  });
}

function depositRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/deposits',
    summary: 'Put money into an account; the transaction id takes effect once, for ever',
    tag,
    scope: Scope.admin,
    cost: 'order',
    body: shape({
      account_id: accountText,
      asset: assetName,
      amount,
      transaction_id: optional(transactionId),
    }),
    replies: { 201: schemas.deposit, 200: schemas.deposit },
    errors: ['UNKNOWN_ACCOUNT', ...depositErrors],
    handle: async ({ body }) => {
      const accountId = await accountNamed(service, body.account_id);
      if (isRefusal(accountId)) return accountId;
      const { asset, amount: shown, transaction_id: given = service.newToken() } = body;
      return depositInto(service, { accountId, asset, amount: shown, transactionId: given });
    },
  });
}
