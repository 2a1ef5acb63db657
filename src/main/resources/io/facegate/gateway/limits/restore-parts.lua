-- Puts back the parts of one process that the server lost. A part that is there stays as it is, and so does a key that
-- somebody made something else of.
-- KEYS: budgets. ARGV: the id of the process, then for each key how many it counted, and when the key expires.
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  if (kind == 'none' or (kind == 'hash' and redis.call('HLEN', key) <= 10000)) and redis.call('HSETNX', key, ARGV[1], ARGV[2 * i]) == 1 then
    redis.call('EXPIREAT', key, ARGV[2 * i + 1])
  end
end
return {1}
