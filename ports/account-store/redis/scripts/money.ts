/**
 * Exact int64 arithmetic for Redis' Lua 5.1, whose only numbers are doubles: an amount is two limbs of
 * base 10^10, each far below 2^53, so every sum and comparison is exact. Nothing is ever a number that
 * holds a whole amount.
 *
 *   9223372036854775807  =  922337203 · 10^10 + 6854775807
 *
 * HINCRBY would be exact too, but it writes before one knows whether the rest of a batch is allowed;
 * here everything is decided before the first write, so there is nothing to undo.
 */
export const MONEY = `
local BASE = 10000000000
local TOP_HIGH, TOP_LOW = 922337203, 6854775807

local function refuse(kind, message)
  error({ err = 'LOCKSTEP_' .. kind .. ' ' .. message })
end
local function broken(message) refuse('BROKEN', message) end
local function damaged(what, text) refuse('LOST', what .. ' reads ' .. text) end

-- The limbs of digits, as a pattern has found them.
local function limbs_of(digits)
  local length = #digits
  if length <= 10 then return 0, tonumber(digits) end
  local high, low = tonumber(string.sub(digits, 1, -11)), tonumber(string.sub(digits, -10))
  if length > 19 or high > TOP_HIGH or (high == TOP_HIGH and low > TOP_LOW) then
    broken('more than an int64: ' .. digits)
  end
  return high, low
end

-- The same of anything; 0 … 2^63-1 only.
local function limbs(text)
  if type(text) ~= 'string' or not string.find(text, '^%d+$') then
    broken('not an amount: ' .. tostring(text))
  end
  return limbs_of(text)
end

local function amount_text(high, low)
  if high == 0 then return string.format('%.0f', low) end
  return string.format('%.0f%010.0f', high, low)
end

local function less(high, low, other_high, other_low)
  return high < other_high or (high == other_high and low < other_low)
end

-- The sum, or nil beyond an int64.
local function plus(high, low, more_high, more_low)
  high, low = high + more_high, low + more_low
  if low >= BASE then high, low = high + 1, low - BASE end
  if high > TOP_HIGH or (high == TOP_HIGH and low > TOP_LOW) then return nil end
  return high, low
end

-- The difference, or nil below zero.
local function minus(high, low, by_high, by_low)
  if less(high, low, by_high, by_low) then return nil end
  high, low = high - by_high, low - by_low
  if low < 0 then high, low = high - 1, low + BASE end
  return high, low
end
`;
