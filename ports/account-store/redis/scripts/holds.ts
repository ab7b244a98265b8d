/**
 * Moves of money that admission and settlement share, the Redis side of account-balances.ts.
 *
 *   balances  account/asset   available held            holds   order   see decodeHold
 *   purses    account         its assets                closed  (sorted by time) account/client
 *   clients   account/client  see decodeClientOrder
 *
 * No index tells the holds of one account: nothing that a client waits for asks for them, and it would
 * cost two more calls per order.
 */
export const HOLDS = `
local purses, holds = {}, {}

-- A purse is an array, not a record: half the memory, and every order of a batch has one.
local FREE_HIGH, FREE_LOW, HELD_HIGH, HELD_LOW = 1, 2, 3, 4
local ACCOUNT, ASSET, IS_NEW, IS_CHANGED = 5, 6, 7, 8

local function new_purse(field, account, asset)
  local text = get('balances', field)
  local purse = { 0, 0, 0, 0, account, asset, not text, false }
  if text then
    local available, held = string.match(text, '^(%d+) (%d+)$')
    if not available then damaged('balance ' .. field, text) end
    purse[FREE_HIGH], purse[FREE_LOW] = limbs_of(available)
    purse[HELD_HIGH], purse[HELD_LOW] = limbs_of(held)
  end
  purses[field] = purse
  return purse
end

local function purse_of(account, asset)
  local field = account .. '/' .. asset
  return purses[field] or new_purse(field, account, asset)
end

local function available_text(purse) return amount_text(purse[FREE_HIGH], purse[FREE_LOW]) end

local function lacking(purse, what, high, low)
  broken('account ' .. purse[ACCOUNT] .. ', ' .. purse[ASSET] .. ': available ' ..
    available_text(purse) .. ', held ' .. amount_text(purse[HELD_HIGH], purse[HELD_LOW]) ..
    ', cannot ' .. what .. ' ' .. amount_text(high, low))
end

local function add_available(purse, high, low)
  local sum_high, sum_low = plus(purse[FREE_HIGH], purse[FREE_LOW], high, low)
  if not sum_high then lacking(purse, 'make available', high, low) end
  purse[FREE_HIGH], purse[FREE_LOW], purse[IS_CHANGED] = sum_high, sum_low, true
end
local function take_available(purse, high, low)
  local left_high, left_low = minus(purse[FREE_HIGH], purse[FREE_LOW], high, low)
  if not left_high then lacking(purse, 'take', high, low) end
  purse[FREE_HIGH], purse[FREE_LOW], purse[IS_CHANGED] = left_high, left_low, true
end
local function add_held(purse, high, low)
  local sum_high, sum_low = plus(purse[HELD_HIGH], purse[HELD_LOW], high, low)
  if not sum_high then lacking(purse, 'hold', high, low) end
  purse[HELD_HIGH], purse[HELD_LOW], purse[IS_CHANGED] = sum_high, sum_low, true
end
local function take_held(purse, high, low)
  local left_high, left_low = minus(purse[HELD_HIGH], purse[HELD_LOW], high, low)
  if not left_high then lacking(purse, 'take of what is held', high, low) end
  purse[HELD_HIGH], purse[HELD_LOW], purse[IS_CHANGED] = left_high, left_low, true
end
local function hold_money(purse, high, low)
  take_available(purse, high, low)
  add_held(purse, high, low)
end
local function free_money(purse, high, low)
  add_available(purse, high, low)
  take_held(purse, high, low)
end

-- The hold, or false.
local function hold_of(order)
  local hold = holds[order]
  if hold ~= nil then return hold end
  local text = get('holds', order)
  if text then
    local w = words(text)
    if #w ~= 6 then damaged('hold ' .. order, text) end
    hold = { account = w[1], market = w[2], asset = w[3], client = w[6], pending = {} }
    hold.high, hold.low = limbs(w[4])
    for pending in string.gmatch(w[5], '[^,]+') do
      limbs(pending)
      hold.pending[#hold.pending + 1] = pending
    end
  else
    hold = false
  end
  holds[order] = hold
  return hold
end

local function total_of(hold)
  local high, low = hold.high, hold.low
  for _, pending in ipairs(hold.pending) do
    high, low = plus(high, low, limbs(pending))
    if not high then broken('a hold beyond an int64') end
  end
  return high, low
end

local function hold_text(account, market, asset, amount, pending, client)
  return account .. ' ' .. market .. ' ' .. asset .. ' ' .. amount .. ' ' .. pending .. ' ' .. client
end

-- Takes the money of a hold that is not there yet.
local function open_hold(order, text, purse, high, low)
  hold_money(purse, high, low)
  put('holds', order, text)
  holds[order] = nil
end

local function drop_hold(order, hold)
  free_money(purse_of(hold.account, hold.asset), total_of(hold))
  holds[order] = false
  put('holds', order, false)
end

-- order, market, digest, closed time or "-"; or nil.
local function client_of(field)
  local text = get('clients', field)
  if not text then return nil end
  local w = words(text)
  if #w ~= 4 then damaged('client order id ' .. field, text) end
  return w
end

local function claim_client(field, order, market, digest)
  local before = client_of(field)
  if before and before[4] ~= '-' then closed_at[field] = false end
  put('clients', field, order .. ' ' .. market .. ' ' .. digest .. ' -')
end

local function close_client(field, order, time)
  local known = client_of(field)
  if not known or known[1] ~= order or known[4] ~= '-' then return end
  put('clients', field, known[1] .. ' ' .. known[2] .. ' ' .. known[3] .. ' ' .. time)
  closed_at[field] = time
end

local function free_client(field, order)
  local known = client_of(field)
  if known and known[1] == order then put('clients', field, false) end
end

before_commit[#before_commit + 1] = function()
  for order, hold in pairs(holds) do
    if hold and hold.is_changed then
      put('holds', order, hold_text(hold.account, hold.market, hold.asset,
        amount_text(hold.high, hold.low), table.concat(hold.pending, ','), hold.client))
    end
  end
  for field, purse in pairs(purses) do
    if purse[IS_CHANGED] then
      put('balances', field, available_text(purse) .. ' ' ..
        amount_text(purse[HELD_HIGH], purse[HELD_LOW]))
      if purse[IS_NEW] then
        local known = get('purses', purse[ACCOUNT])
        put('purses', purse[ACCOUNT], known and (known .. ' ' .. purse[ASSET]) or purse[ASSET])
      end
    end
  end
end
`;
