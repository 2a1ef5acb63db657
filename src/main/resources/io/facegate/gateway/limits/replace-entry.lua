-- Keeps another text under a key that has one. Answers 1, or 0 if there is none. ARGV: the text, seconds.
if redis.call('SET', KEYS[1], ARGV[1], 'XX', 'EX', ARGV[2]) then return {1} end
return {0}
