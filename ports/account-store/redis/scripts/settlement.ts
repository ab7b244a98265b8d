/** The log's script: the Redis side of account-rules-settlement.ts. */

/**
 * ARGV 6 … : steps and their effects, in order, one text each:
 *   step topic inputOffset fromStart cursor     (the cursor is JSON, stored as it is)
 *   open-hold order account amount market asset client nowUs       close-hold order nowUs
 *   set-hold | spend-hold | release-hold order amount              credit account asset amount
 *   deposit | withdraw transaction account asset amount            revoke-api-key key
 *   put table field value                       (the value is the rest of the text)
 *   part                                        (effects of a rebuild follow, their step later)
 * Replies the number of steps that had an effect.
 */
export const APPLY = `
local function known_hold(e)
  local hold = hold_of(e[2])
  if not hold then broken(e[1] .. ': order ' .. e[2] .. ' has no hold') end
  return hold
end

local function set_settled(hold, high, low)
  local purse = purse_of(hold.account, hold.asset)
  if less(hold.high, hold.low, high, low) then
    hold_money(purse, minus(high, low, hold.high, hold.low))
  elseif less(high, low, hold.high, hold.low) then
    free_money(purse, minus(hold.high, hold.low, high, low))
  end
  hold.high, hold.low, hold.is_changed = high, low, true
end

local function reduced(hold, e)
  local high, low = minus(hold.high, hold.low, limbs(e[3]))
  if not high then broken('the hold of order ' .. e[2] .. ' would be below zero') end
  return high, low
end

local function issue(asset, high, low, change)
  local before_high, before_low = limbs(get('issued', asset) or '0')
  local after_high, after_low = change(before_high, before_low, high, low)
  if not after_high then broken('issued ' .. asset .. ' cannot change by ' .. amount_text(high, low)) end
  put('issued', asset, amount_text(after_high, after_low))
end

local effects = {}

effects['open-hold'] = function(e)
  local order, account, market, asset, client = e[2], e[3], e[5], e[6], e[7]
  local high, low = limbs(e[4])
  local hold = hold_of(order)
  if hold then
    if hold.account ~= account or hold.asset ~= asset then
      broken('order ' .. order .. ' was accepted with another account or asset')
    end
    return set_settled(hold, high, low)
  end
  open_hold(order, hold_text(account, market, asset, e[4], '', client), purse_of(account, asset),
    high, low)
  -- The digest of the request is not in the log; after a rebuild no retry is recognised as equal.
  if client ~= '' then claim_client(account .. '/' .. client, order, market, '') end
end

effects['set-hold'] = function(e)
  local hold = known_hold(e)
  local high, low = limbs(e[3])
  -- The amend that this is the outcome of is no longer on its way.
  local released = table.remove(hold.pending, 1) or '0'
  free_money(purse_of(hold.account, hold.asset), limbs(released))
  set_settled(hold, high, low)
end

effects['spend-hold'] = function(e)
  local hold = known_hold(e)
  take_held(purse_of(hold.account, hold.asset), limbs(e[3]))
  hold.high, hold.low = reduced(hold, e)
  hold.is_changed = true
end

effects['release-hold'] = function(e)
  local hold = known_hold(e)
  set_settled(hold, reduced(hold, e))
end

effects['close-hold'] = function(e)
  local hold = hold_of(e[2])
  if not hold then return end
  drop_hold(e[2], hold)
  if hold.client ~= '' then close_client(hold.account .. '/' .. hold.client, e[2], e[3]) end
end

effects['credit'] = function(e)
  add_available(purse_of(e[2], e[3]), limbs(e[4]))
end

effects['deposit'] = function(e)
  local high, low = limbs(e[5])
  if get('applied', e[2]) then return end
  put('applied', e[2], '1')
  add_available(purse_of(e[3], e[4]), high, low)
  issue(e[4], high, low, plus)
end

effects['withdraw'] = function(e)
  local high, low = limbs(e[5])
  local held = get('withdrawals', e[2])
  if held then
    -- Back to available first; then it is the same as without a hold.
    local w = words(held)
    free_money(purse_of(w[1], w[2]), limbs(w[3]))
    put('withdrawals', e[2], false)
  end
  if get('applied', e[2]) then return end
  put('applied', e[2], '1')
  take_available(purse_of(e[3], e[4]), high, low)
  issue(e[4], high, low, minus)
end

effects['revoke-api-key'] = function(e)
  local key = get('api-keys', e[2])
  if key then put('api-keys', e[2], '1' .. string.sub(key, 2)) end
end

local parsed = {}

local function parse(text)
  local kind = string.match(text, '^[^ ]+')
  if kind == 'put' then
    local name, field, value = string.match(text, '^put ([^ ]+) ([^ ]+) (.*)$')
    return { kind, name, field, value }
  elseif kind == 'step' then
    local topic, input_offset, from_start, cursor =
      string.match(text, '^step ([^ ]+) (%d+) ([01]) (.*)$')
    return { kind, topic, tonumber(input_offset), from_start == '1', cursor }
  end
  return words(text)
end

local function want_first(e)
  local kind = e[1]
  if kind == 'step' then want('cursors', e[2])
  elseif kind == 'part' then return
  elseif kind == 'credit' then want('balances', e[2] .. '/' .. e[3])
  elseif kind == 'deposit' or kind == 'withdraw' then
    want('applied', e[2])
    want('balances', e[3] .. '/' .. e[4])
    want('issued', e[4])
    if kind == 'withdraw' then want('withdrawals', e[2]) end
  elseif kind == 'revoke-api-key' then want('api-keys', e[2])
  elseif kind ~= 'put' then
    want('holds', e[2])
    if kind == 'open-hold' then
      want('balances', e[3] .. '/' .. e[6])
      if e[7] ~= '' then want('clients', e[3] .. '/' .. e[7]) end
    end
  end
end

-- What is known only once the holds are.
local function want_then(e)
  if string.sub(e[1], -5) ~= '-hold' then return end
  local hold = hold_of(e[2])
  if not hold then return end
  want('balances', hold.account .. '/' .. hold.asset)
  if hold.client ~= '' then want('clients', hold.account .. '/' .. hold.client) end
end

guard()
for index = 6, #ARGV do
  local e = parse(ARGV[index])
  parsed[index] = e
  want_first(e)
end
load()
for index = 6, #ARGV do want_then(parsed[index]) end
load()

local applied, is_repeat, is_part = 0, false, false
for index = 6, #ARGV do
  local e = parsed[index]
  if e[1] == 'step' then
    local stored = get('cursors', e[2])
    local last = stored and tonumber(string.match(stored, '^(%d+) ')) or -1
    if stored and last == nil then damaged('cursor ' .. e[2], stored) end
    is_repeat = false
    if e[4] then
      if stored then refuse('GAP', e[2] .. ': rebuilt, but a cursor is stored') end
    elseif e[3] <= last then
      is_repeat = true
    elseif e[3] ~= last + 1 then
      refuse('GAP', string.format('%s: input offset %.0f does not follow %.0f', e[2], e[3], last))
    end
    if not is_repeat then
      put('cursors', e[2], string.format('%.0f ', e[3]) .. e[5])
      applied = applied + 1
    end
  elseif e[1] == 'part' then
    is_part = true
  elseif not is_repeat then
    if e[1] == 'put' then put(e[2], e[3], e[4]) else effects[e[1]](e) end
  end
end
if applied > 0 or is_part then commit() end
return { writes, now_ms, applied }
`;
