/**
 * KEYS: the hashes of all partitions that this processor holds. ARGV: its fencing tokens, the last
 * committed watermarks, the new ones (all in the order of KEYS), the increments (each: a command, a
 * key, then two arguments for every call), the other commands. All is refused when a newer holder
 * has claimed one of the partitions, or when Redis is not where this processor left it.
 */
export const commitScript = `
local tokens = cmsgpack.unpack(ARGV[1])[1]
local expected = cmsgpack.unpack(ARGV[2])[1]
local reached = cmsgpack.unpack(ARGV[3])[1]
for i, key in ipairs(KEYS) do
  local held = redis.call('HMGET', key, 'token', 'watermark')
  if held[1] ~= tokens[i] then return 'stale_token' end
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
 * KEYS: the partitions' hashes; ARGV: the fencing tokens in their order, then '1' to mark partitions
 * that nobody has held in this Redis as incomplete. Marks them as held and answers the watermark of
 * each, and '1' where it is incomplete; or says 'stale_token' when a newer holder was there first.
 */
export const claimScript = `
for i, key in ipairs(KEYS) do
  local held = redis.call('HGET', key, 'token')
  if held and tonumber(held) > tonumber(ARGV[i]) then return 'stale_token' end
end
local answers = {}
for i, key in ipairs(KEYS) do
  if ARGV[#KEYS + 1] == '1' and redis.call('HEXISTS', key, 'token') == 0 then
    redis.call('HSET', key, 'incomplete', '1')
  end
  redis.call('HSET', key, 'token', ARGV[i])
  answers[2 * i - 1] = redis.call('HGET', key, 'watermark') or '0'
  answers[2 * i] = redis.call('HGET', key, 'incomplete') or '0'
end
return answers
`;
