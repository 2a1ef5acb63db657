-- Keeps a text under a key. Where the key belongs to a group, the group's oldest keys above the most are deleted.
-- KEYS: the key, and its group if it has one.
-- ARGV: the text, seconds until it is forgotten; with a group how many keys it may have, and seconds until it is forgotten.
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if not KEYS[2] then return {1} end
local most = tonumber(ARGV[3])
if redis.call('TYPE', KEYS[2]).ok ~= 'list' then redis.call('DEL', KEYS[2]) end
local living = {}
for _, key in ipairs(redis.call('LRANGE', KEYS[2], -64, -1)) do
  if key ~= KEYS[1] and redis.call('EXISTS', key) == 1 then living[#living + 1] = key end
end
living[#living + 1] = KEYS[1]
redis.call('DEL', KEYS[2])
for i, key in ipairs(living) do
  if i <= #living - most then redis.call('DEL', key) else redis.call('RPUSH', KEYS[2], key) end
end
redis.call('EXPIRE', KEYS[2], ARGV[4])
return {1}
