-- Answers the generation of the server's data: a word that is lost with the data. The first who finds none sets it.
-- KEYS: the key. ARGV: the word to set.
if redis.call('TYPE', KEYS[1]).ok == 'string' then return redis.call('GET', KEYS[1]) end
redis.call('SET', KEYS[1], ARGV[1], 'EX', 3000000)
return ARGV[1]
