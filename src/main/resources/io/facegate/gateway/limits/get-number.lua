-- Answers the two halves of the number under the key, or nothing: integers here have 53 bits.
local kept = redis.call('GET', KEYS[1])
if not kept then return {} end
local high, low = string.match(kept, '^(-?%d+) (%d+)$')
if not high then return redis.error_reply('MALFORMED number') end
return {tonumber(high), tonumber(low)}
