/**
 * What every script begins with: is this the store that the caller knows, and tables that are read
 * beforehand, changed in memory, and written at the very end.
 *
 *   guard ─▶ want … load (HMGET) ─▶ decide: get, put, remove ─▶ commit: types looked at, then written
 *            ╰──────── any error here leaves Redis as it was ────────╯
 *
 * KEYS[1]  {namespace}:store   incarnation, run, state, writes
 * ARGV     1 incarnation  2 run id of the server  3 state allowed beside "open"
 *          4 writes known at least  5 not after (milliseconds of Redis' clock; 0: whenever)  6 … own
 *
 * All tables of an incarnation are hashes {namespace}:store:<incarnation>:<name>, but the index
 * "closed", which is sorted; so what another incarnation left can never be taken for this one's.
 * A script declares (shebang) that it writes, so Redis refuses it as a whole when memory is full.
 */
export const TABLES = `
local prefix = KEYS[1] .. ':' .. ARGV[1] .. ':'
local writes, now_ms

local function guard()
  local store = redis.call('HMGET', KEYS[1], 'incarnation', 'run', 'state', 'writes')
  if not store[1] then refuse('LOST', 'it is empty') end
  if store[1] ~= ARGV[1] then refuse('LOST', 'it was begun anew') end
  if store[2] ~= ARGV[2] then refuse('LOST', 'its server was restarted') end
  if store[3] ~= 'open' and store[3] ~= ARGV[3] then refuse('LOST', 'it is being rebuilt') end
  writes = tonumber(store[4])
  if not writes or writes < tonumber(ARGV[4]) then refuse('LOST', 'it was set back') end
  local time = redis.call('TIME')
  now_ms = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  if ARGV[5] ~= '0' and now_ms > tonumber(ARGV[5]) then refuse('LATE', tostring(now_ms)) end
end

local function words(text)
  local found, count = {}, 0
  for word in string.gmatch(text .. ' ', '([^ ]*) ') do
    count = count + 1
    found[count] = word
  end
  return found
end

local tables, closed_at = {}, {}
local CHUNK = 3000

local function table_of(name)
  local known = tables[name]
  if not known then
    known = { seen = {}, wanted = {}, wanted_count = 0, is_read = false,
      at = {}, changes = {}, count = 0, removes_any = false }
    tables[name] = known
  end
  return known
end

local function want_in(t, field)
  if t.seen[field] == nil then
    local count = t.wanted_count + 1
    t.seen[field], t.wanted[count], t.wanted_count = false, field, count
  end
end
local function want(name, field) want_in(table_of(name), field) end

local function load()
  for name, t in pairs(tables) do
    local wanted = t.wanted
    for first = 1, #wanted, CHUNK do
      local last = math.min(first + CHUNK - 1, #wanted)
      local values = redis.call('HMGET', prefix .. name, unpack(wanted, first, last))
      for index = first, last do t.seen[wanted[index]] = values[index - first + 1] end
    end
    if #wanted > 0 then t.wanted, t.wanted_count, t.is_read = {}, 0, true end
  end
end

-- The value, or false.
local function get_in(t, name, field)
  local index = t.at[field]
  if index then return t.changes[index] end
  local value = t.seen[field]
  if value == nil then
    value = redis.call('HGET', prefix .. name, field)
    t.seen[field], t.is_read = value, true
  end
  return value
end
local function get(name, field) return get_in(table_of(name), name, field) end

-- false removes. changes: field, value, field, value, … as HSET takes them; at: where a value stands.
local function put_in(t, field, value)
  local index = t.at[field]
  if not index then
    index = t.count + 2
    t.changes[index - 1], t.at[field], t.count = field, index, index
  end
  t.changes[index] = value
  if not value then t.removes_any = true end
end
local function put(name, field, value) put_in(table_of(name), field, value) end

local function split_changes(t)
  if not t.removes_any then return t.changes, {} end
  local puts, removes = {}, {}
  for index = 1, t.count, 2 do
    local field, value = t.changes[index], t.changes[index + 1]
    if value then
      puts[#puts + 1], puts[#puts + 2] = field, value
    else
      removes[#removes + 1] = field
    end
  end
  return puts, removes
end

local function write_chunks(command, key, list, width)
  local most = CHUNK - CHUNK % width
  for first = 1, #list, most do
    redis.call(command, key, unpack(list, first, math.min(first + most - 1, #list)))
  end
end

local before_commit = {}

local function commit()
  for _, action in ipairs(before_commit) do action() end
  for name, t in pairs(tables) do
    if not t.is_read then redis.call('HLEN', prefix .. name) end
  end
  if next(closed_at) then redis.call('ZCARD', prefix .. 'closed') end
  -- Nothing below may fail.
  redis.call('HINCRBY', KEYS[1], 'writes', 1)
  writes = writes + 1
  for name, t in pairs(tables) do
    local puts, removes = split_changes(t)
    write_chunks('HSET', prefix .. name, puts, 2)
    write_chunks('HDEL', prefix .. name, removes, 1)
  end
  for member, time in pairs(closed_at) do
    if time then redis.call('ZADD', prefix .. 'closed', time, member)
    else redis.call('ZREM', prefix .. 'closed', member) end
  end
end
`;
