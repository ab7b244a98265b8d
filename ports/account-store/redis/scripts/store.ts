/** The scripts about the store as a whole. KEYS[1] is {namespace}:store in all of them. */

/**
 * ARGV 1 a new incarnation, or ""  2 run id. Begins the store with it when it is not there; replies
 * incarnation, run and state.
 */
export const FOUND = `
local store = redis.call('HMGET', KEYS[1], 'incarnation', 'run', 'state')
if not store[1] and ARGV[1] ~= '' then
  redis.call('HSET', KEYS[1], 'incarnation', ARGV[1], 'run', ARGV[2], 'state', 'open', 'writes', '0')
  return { ARGV[1], ARGV[2], 'open' }
end
return store
`;

/**
 * ARGV 1 the incarnation to begin  2 run id  3 state: who rebuilds it. The tables of the incarnation
 * before are out of reach from here on.
 */
export const BEGIN_ANEW = `
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'incarnation', ARGV[1], 'run', ARGV[2], 'state', ARGV[3], 'writes', '0')
return 'OK'
`;

/**
 * ARGV 6 … keys of other incarnations. Guarded: once somebody else has begun anew, what looks like
 * another's may be the store itself.
 */
export const DROP = `
guard()
for index = 6, #ARGV do redis.call('UNLINK', ARGV[index]) end
return { writes, now_ms }
`;

/** The rebuild is complete. */
export const REOPEN = `
guard()
redis.call('HSET', KEYS[1], 'state', 'open')
return { writes, now_ms }
`;

/** ARGV 6 account. Replies asset, balance, asset, balance, … */
export const BALANCES = `
guard()
local known = redis.call('HGET', prefix .. 'purses', ARGV[6])
local found = {}
for _, asset in ipairs(known and words(known) or {}) do
  found[#found + 1] = asset
  found[#found + 1] = redis.call('HGET', prefix .. 'balances', ARGV[6] .. '/' .. asset)
end
return { writes, now_ms, found }
`;
