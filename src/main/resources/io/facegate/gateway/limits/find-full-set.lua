-- Answers the number of the first set, from 1, that holds so many members, but not this one; or 0.
-- ARGV: the members, the one.
local members = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  if redis.call('SCARD', key) >= members and redis.call('SISMEMBER', key, ARGV[2]) == 0 then return {i} end
end
return {0}
