-- Deletes the key and answers its text, or nothing. What is no text, or a longer one than ARGV[1], is answered as an empty one.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'none' then return false end
local text = ''
if kind == 'string' and redis.call('STRLEN', KEYS[1]) <= tonumber(ARGV[1]) then text = redis.call('GET', KEYS[1]) end
redis.call('DEL', KEYS[1])
return text
