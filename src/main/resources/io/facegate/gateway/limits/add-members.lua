-- Adds a member to each set, as long as it holds fewer than the most. Answers how many each set holds.
-- ARGV: the most members, seconds until a set is forgotten, then a member for each key.
local most, seconds = tonumber(ARGV[1]), ARGV[2]
local sizes = {}
for i, key in ipairs(KEYS) do
  if redis.call('SCARD', key) < most then redis.call('SADD', key, ARGV[i + 2]) end
  redis.call('EXPIRE', key, seconds)
  sizes[i] = redis.call('SCARD', key)
end
return sizes
