-- Takes one from every count, or from none of them. Answers: 1, then what is left of each; or 0, then the number of the
-- count that has none left, and the microseconds to wait for it.
-- ARGV: 1 to take or 0 only to look, the id of the gateway's process, then for each key four values:
--   'rate', microseconds from one call to the next, burst, 0; or
--   'budget', limit, how many that process has counted already, when the key expires.
-- A rate is the time at which its bucket is full again. A budget is a hash with one field for each process, so that each
-- process can put its own part back if the server lost it.
local take, process = ARGV[1] == '1', ARGV[2]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local function number(text, otherwise)
  if not text then return otherwise end
  local value = tonumber(text)
  if not value or value < 0 or value > 9e15 or value ~= math.floor(value) then return nil end
  return value
end

local left, new, lost, refused, wait = {}, {}, {}, 0, 0
for i, key in ipairs(KEYS) do
  local kind = ARGV[4 * i - 1]
  local first, second, third = tonumber(ARGV[4 * i]), tonumber(ARGV[4 * i + 1]), ARGV[4 * i + 2]
  if kind == 'rate' then
    local whole = first * second
    local full = number(redis.call('GET', key), now)
    if not full then return redis.error_reply('MALFORMED rate') end
    -- A value far ahead would block for ever; no honest one is further ahead than a whole burst.
    if full > now + whole then
      full = now + whole
      if take then redis.call('SET', key, string.format('%.0f', full), 'PX', math.ceil(whole / 1000) + 1000) end
    end
    full = math.max(now, full)
    new[i] = full + first
    local over = new[i] - now - whole
    if over > 0 and refused == 0 then refused, wait = i, over end
    left[i] = math.floor((whole - (take and new[i] or full) + now) / first)
  else
    if redis.call('HLEN', key) > 10000 then return redis.error_reply('MALFORMED budget') end
    local kept = redis.call('HGET', key, process)
    local own = number(kept, 0)
    if not own then return redis.error_reply('MALFORMED budget') end
    -- A part that is smaller than the process knows may have been given back meanwhile; only one that is gone was lost.
    if not kept and second > 0 then lost[i] = second end
    local used = math.max(own, second) - own
    for _, text in ipairs(redis.call('HVALS', key)) do
      local part = number(text, 0)
      if not part then return redis.error_reply('MALFORMED budget') end
      used = used + part
    end
    new[i] = math.max(own, second) + 1
    if used >= first and refused == 0 then refused = i end
    left[i] = math.max(0, first - used - (take and 1 or 0))
  end
end

if not take then return {1, unpack(left)} end
if refused > 0 then
  -- Nothing is taken. What the server lost of this process's parts is put back, so that other gateways count it.
  for i, key in ipairs(KEYS) do
    if lost[i] then
      redis.call('HSET', key, process, string.format('%.0f', lost[i]))
      redis.call('EXPIREAT', key, ARGV[4 * i + 2])
    end
  end
  return {0, refused, wait}
end
for i, key in ipairs(KEYS) do
  local value = string.format('%.0f', new[i])
  if ARGV[4 * i - 1] == 'rate' then
    redis.call('SET', key, value, 'PX', math.ceil((new[i] - now) / 1000) + 1000)
  else
    redis.call('HSET', key, process, value)
    redis.call('EXPIREAT', key, ARGV[4 * i + 2])
  end
end
return {1, unpack(left)}
