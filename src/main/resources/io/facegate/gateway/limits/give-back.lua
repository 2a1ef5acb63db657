-- Gives back one of each budget that this process has taken. ARGV: the id of the process.
for _, key in ipairs(KEYS) do
  local own = tonumber(redis.call('HGET', key, ARGV[1]) or '0')
  if own and own > 0 then redis.call('HSET', key, ARGV[1], string.format('%.0f', own - 1)) end
end
return 1
