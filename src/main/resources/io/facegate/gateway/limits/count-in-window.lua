-- Counts one. Answers how many were counted since the first. ARGV: seconds after the first until the count is forgotten.
local count = redis.call('INCR', KEYS[1])
if count == 1 or redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count}
