-- Keeps a number under each key. ARGV: seconds, then for each key the two halves of its number.
for i, key in ipairs(KEYS) do redis.call('SET', key, ARGV[i + 1], 'EX', ARGV[1]) end
return {1}
