/** The edge's scripts: the Redis side of account-rules-admission.ts. */

/**
 * ARGV 6 session  7 number of lanes  then per lane: topic, epoch; then per admission: lane, text
 *   order      account order amount market asset client digest nowUs[~takenOverFrom]
 *   amend      account order amount
 *   withdrawal account transaction amount asset
 *   none       account
 * Replies per admission its sequence, or a text, see readOutcome.
 *
 * The one script that a client waits for with every order: hence captures of one match instead of
 * words, and tables that are looked up once (two thirds of the time; Redis 7.0.15, batch of 500,
 * November 2026).
 */
export const ADMIT = `
local KEPT_US = 24 * 3600 * 1000000
local match = string.match
local ORDER = '^order (%d+) (%d+) (%d+) ([^ ]+) ([^ ]+) ([^ ]*) ([^ ]*) (%d+~?%d*)$'
local AMEND = '^amend (%d+) (%d+) (%d+)$'
local WITHDRAWAL = '^withdrawal (%d+) ([^ ]+) (%d+) ([^ ]+)$'

local accounts, balances, clients = table_of('accounts'), table_of('balances'), table_of('clients')
local all_holds = table_of('holds')
local applied, withdrawals = table_of('applied'), table_of('withdrawals')

local function short_of(purse, high, low)
  if less(purse[FREE_HIGH], purse[FREE_LOW], high, low) then
    return 'insufficient-balance ' .. available_text(purse)
  end
end

local function reserve_order(r)
  local account, order, amount, market, asset, client, digest, now_us = unpack(r, 2, 9)
  if not accounts.seen[account] then return 'unknown-account' end
  local client_field = r[11]
  if client_field then
    local taken = client_of(client_field)
    local since, from = match(now_us, '^(%d+)~?(%d*)$')
    if taken and taken[1] ~= from
      and (taken[4] == '-' or tonumber(since) - tonumber(taken[4]) < KEPT_US) then
      return 'client-order-id-taken ' .. taken[1] .. ' ' .. taken[2] .. ' ' .. taken[3]
    end
  end
  local high, low = limbs_of(amount)
  local purse = purses[r[10]] or new_purse(r[10], account, asset)
  local short = short_of(purse, high, low)
  if short then return short end
  if get_in(all_holds, 'holds', order) then broken('order id ' .. order .. ' has a hold already') end
  open_hold(order, hold_text(account, market, asset, amount, '', client), purse, high, low)
  if client_field then claim_client(client_field, order, market, digest) end
end

local function reserve_amend(r)
  local account, order, amount = r[2], r[3], r[4]
  local hold = hold_of(order)
  if not hold or hold.account ~= account then return 'order-not-open' end
  local high, low = limbs_of(amount)
  local purse = purse_of(account, hold.asset)
  local short = short_of(purse, high, low)
  if short then return short end
  hold_money(purse, high, low)
  hold.pending[#hold.pending + 1] = amount
  hold.is_changed = true
end

local function reserve_withdrawal(r)
  local account, transaction, amount, asset = r[2], r[3], r[4], r[5]
  if not accounts.seen[account] then return 'unknown-account' end
  if get('applied', transaction) or get('withdrawals', transaction) then
    return 'transaction-id-taken'
  end
  local high, low = limbs_of(amount)
  local purse = purse_of(account, asset)
  local short = short_of(purse, high, low)
  if short then return short end
  hold_money(purse, high, low)
  put('withdrawals', transaction, account .. ' ' .. asset .. ' ' .. amount_text(high, low))
end

-- Each reads its words, and says which fields it is going to need.
local function read_order(text)
  local r = { reserve_order, match(text, ORDER) }
  if not r[2] then broken('not an admission: ' .. text) end
  want_in(accounts, r[2])
  want_in(all_holds, r[3])
  r[10] = r[2] .. '/' .. r[6]
  want_in(balances, r[10])
  if r[7] ~= '' then
    r[11] = r[2] .. '/' .. r[7]
    want_in(clients, r[11])
  end
  return r
end
local function read_amend(text)
  local r = { reserve_amend, match(text, AMEND) }
  if not r[2] then broken('not an admission: ' .. text) end
  want_in(all_holds, r[3])
  return r
end
local function read_withdrawal(text)
  local r = { reserve_withdrawal, match(text, WITHDRAWAL) }
  if not r[2] then broken('not an admission: ' .. text) end
  want_in(accounts, r[2])
  want_in(applied, r[3])
  want_in(withdrawals, r[3])
  want_in(balances, r[2] .. '/' .. r[5])
  return r
end
local function nothing() end
local read = { o = read_order, a = read_amend, w = read_withdrawal,
  n = function() return { nothing } end }

guard()
local session = ARGV[6]
local sequences, outbox = table_of('sequences:' .. session), table_of('outbox:' .. session)
local lanes, next_argument = {}, 8
for index = 1, tonumber(ARGV[7]) do
  local topic, epoch = ARGV[next_argument], ARGV[next_argument + 1]
  lanes[tostring(index)] = { epoch = epoch, field = topic .. '/' .. epoch }
  want_in(sequences, topic .. '/' .. epoch)
  next_argument = next_argument + 2
end
want('sessions', session)
local requests, count = {}, 0
for index = next_argument + 1, #ARGV, 2 do
  local text = ARGV[index]
  count = count + 1
  requests[count] = read[string.sub(text, 1, 1)](text)
end
load()
for _, lane in pairs(lanes) do lane.last = tonumber(sequences.seen[lane.field] or '0') end
local epoch = get('sessions', session) or '0'
local outcomes, is_any = {}, false
for index = 1, count do
  local lane, r = lanes[ARGV[next_argument + 2 * index - 2]], requests[index]
  local outcome
  if lane.epoch ~= epoch then
    outcome = 'fenced ' .. epoch
  else
    outcome = r[1](r)
  end
  if not outcome then
    outcome = lane.last + 1
    lane.last, lane.is_changed, is_any = outcome, true, true
    put_in(outbox, lane.field .. '/' .. string.format('%.0f', outcome),
      ARGV[next_argument + 2 * index - 1])
  end
  outcomes[index] = outcome
end
for _, lane in pairs(lanes) do
  if lane.is_changed then put_in(sequences, lane.field, string.format('%.0f', lane.last)) end
end
if is_any then commit() end
return { writes, now_ms, outcomes }
`;

/** ARGV 6 session  7 epoch that the new one is above. Replies the new epoch. */
export const OPEN_SESSION = `
guard()
local session = ARGV[6]
local epoch = math.max(tonumber(get('sessions', session) or '0'), tonumber(ARGV[7])) + 1
local last = redis.call('HGETALL', prefix .. 'sequences:' .. session)
for index = 1, #last, 2 do
  local cleared = get('cleared:' .. session, last[index]) or '0'
  -- Nothing will be numbered in it any more; what is in the outbox still needs its last number.
  if tonumber(cleared) >= tonumber(last[index + 1]) then
    put('sequences:' .. session, last[index], false)
    put('cleared:' .. session, last[index], false)
  end
end
put('sessions', session, string.format('%.0f', epoch))
commit()
return { writes, now_ms, string.format('%.0f', epoch) }
`;

/** ARGV 6 session  7 topic  8 epoch  9 through. */
export const CLEAR_OUTBOX = `
guard()
local session, lane = ARGV[6], ARGV[7] .. '/' .. ARGV[8]
local last = tonumber(get('sequences:' .. session, lane) or '0')
local from = tonumber(get('cleared:' .. session, lane) or '0') + 1
local to = math.min(last, tonumber(ARGV[9]))
if to >= from then
  for sequence = from, to do
    put('outbox:' .. session, lane .. '/' .. string.format('%.0f', sequence), false)
  end
  if to == last and (get('sessions', session) or '0') ~= ARGV[8] then
    put('sequences:' .. session, lane, false)
    put('cleared:' .. session, lane, false)
  else
    put('cleared:' .. session, lane, string.format('%.0f', to))
  end
  commit()
end
return { writes, now_ms }
`;

/** ARGV 6 session  then fields of the outbox. What is not there (any more) has no effect. */
export const WITHDRAW_FROM_OUTBOX = `
local function take_back_amend(order, text)
  local hold = hold_of(order)
  if not hold then return end
  -- The newest: what was never published stands behind what was.
  for index = #hold.pending, 1, -1 do
    if hold.pending[index] == text then
      free_money(purse_of(hold.account, hold.asset), limbs(text))
      table.remove(hold.pending, index)
      hold.is_changed = true
      return
    end
  end
end

local function take_back(r)
  if r[1] == 'order' then
    local hold = hold_of(r[3])
    if not hold then return end
    drop_hold(r[3], hold)
    if hold.client ~= '' then free_client(hold.account .. '/' .. hold.client, r[3]) end
  elseif r[1] == 'amend' then
    take_back_amend(r[3], r[4])
  elseif r[1] == 'withdrawal' then
    local text = get('withdrawals', r[3])
    if not text then return end
    local w = words(text)
    free_money(purse_of(w[1], w[2]), limbs(w[3]))
    put('withdrawals', r[3], false)
  end
end

guard()
local outbox, is_any = 'outbox:' .. ARGV[6], false
for index = 7, #ARGV do want(outbox, ARGV[index]) end
load()
for index = 7, #ARGV do
  local text = get(outbox, ARGV[index])
  if text then
    put(outbox, ARGV[index], false)
    take_back(words(text))
    is_any = true
  end
end
if is_any then commit() end
return { writes, now_ms }
`;

/** ARGV 6 time  7 most at a time. Replies how many client order ids were forgotten. */
export const SWEEP = `
guard()
local gone = redis.call('ZRANGEBYSCORE', prefix .. 'closed', '-inf', '(' .. ARGV[6],
  'LIMIT', 0, tonumber(ARGV[7]))
for _, field in ipairs(gone) do
  put('clients', field, false)
  closed_at[field] = false
end
if #gone > 0 then commit() end
return { writes, now_ms, #gone }
`;
