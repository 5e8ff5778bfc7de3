/**
 * KEYS: the hashes of all partitions that this processor holds. ARGV: its fencing token, the last
 * committed watermarks, the new ones (both in the order of KEYS), the increments (each: a command, a
 * key, then two arguments for every call), the other commands. All is refused when a newer holder
 * has claimed a partition, or when Redis is not where this processor left it.
 */
export const commitScript = `
local token = ARGV[1]
local expected = cmsgpack.unpack(ARGV[2])[1]
local reached = cmsgpack.unpack(ARGV[3])[1]
for i, key in ipairs(KEYS) do
  local held = redis.call('HMGET', key, 'token', 'watermark')
  if held[1] ~= token then return 'stale_token' end
  if (held[2] or '0') ~= expected[i] then return 'stale_watermark' end
end
local call = redis.call
for _, many in ipairs(cmsgpack.unpack(ARGV[4])) do
  local command, key = many[1], many[2]
  for at = 3, #many, 2 do call(command, key, many[at], many[at + 1]) end
end
for _, command in ipairs(cmsgpack.unpack(ARGV[5])) do call(unpack(command)) end
for i, key in ipairs(KEYS) do
  if reached[i] ~= expected[i] then redis.call('HSET', key, 'watermark', reached[i]) end
end
return 'ok'
`;

/**
 * KEYS: the partitions' hashes; ARGV: the fencing token. Marks them as held and answers their
 * watermarks, or says 'stale_token' when a newer holder was there first.
 */
export const claimScript = `
for i, key in ipairs(KEYS) do
  local held = redis.call('HGET', key, 'token')
  if held and tonumber(held) > tonumber(ARGV[1]) then return 'stale_token' end
end
local watermarks = {}
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, 'token', ARGV[1])
  watermarks[i] = redis.call('HGET', key, 'watermark') or '0'
end
return watermarks
`;
