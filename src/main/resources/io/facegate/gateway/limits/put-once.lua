-- Notes a key that was not noted before: 1 if that was done, 0 if it was there already.
-- KEYS: the key. ARGV: seconds until it is forgotten.
if redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) then return {1} end
return {0}
