/** A fencing token above all that there are: while it stands, nobody can claim a partition. */
export const CLOSED_TOKEN = String(Number.MAX_SAFE_INTEGER);

/**
 * KEYS: the live hashes of all partitions, then the mark of a swap. ARGV: what the mark says, the
 * token that closes, then the token that each hash must have. Closes the live state, or says
 * 'stale_token'.
 */
export const closeScript = `
for i = 1, #KEYS - 1 do
  if redis.call('HGET', KEYS[i], 'token') ~= ARGV[i + 2] then return 'stale_token' end
end
for i = 1, #KEYS - 1 do redis.call('HSET', KEYS[i], 'token', ARGV[2]) end
redis.call('SET', KEYS[#KEYS], ARGV[1])
return 'ok'
`;

/**
 * KEYS: the mark of a swap, then pairs: the live hash of a partition, and the one that takes its
 * place. ARGV: the new token of each. What was seen of hubs is the rebuilt one's, the watermark stays:
 * it also counts what was no event. Opens the state again.
 */
export const openScript = `
for i = 2, #KEYS, 2 do
  local watermark = redis.call('HGET', KEYS[i], 'watermark')
  if redis.call('EXISTS', KEYS[i + 1]) == 1 then redis.call('RENAME', KEYS[i + 1], KEYS[i]) end
  if watermark then redis.call('HSET', KEYS[i], 'watermark', watermark) end
  redis.call('HSET', KEYS[i], 'token', ARGV[i / 2])
end
redis.call('DEL', KEYS[1])
return 'ok'
`;
