// Checks the staff corner's PIN against its hash, offline. HTTP has no `crypto.subtle`: SHA-256 is here.

const ROOTS = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const START = primes(8).map((prime) => fraction(Math.sqrt(prime)));

function primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1)
    if (found.every((prime) => number % prime)) found.push(number);
  return found;
}

function fraction(number) {
  return ((number - Math.floor(number)) * 2 ** 32) | 0;
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** One round of SHA-256 over 16 words, from `state`. */
function compress(state, block) {
  const w = new Int32Array(64);
  w.set(block);
  for (let i = 16; i < 64; i += 1) {
    const small = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const large = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = (w[i - 16] + small + w[i - 7] + large) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROOTS[i] + w[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

/** Bytes as the words of one block after `before` bytes have been hashed: padded, with their length. */
function lastBlock(bytes, before) {
  const words = new Array(16).fill(0);
  [...bytes, 0x80].forEach((byte, i) => {
    words[i >> 2] |= byte << (24 - 8 * (i % 4));
  });
  words[15] = 8 * (before + bytes.length);
  return words;
}

const toBytes = (words) =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
const fromHex = (hex) => hex.match(/../g).map((pair) => parseInt(pair, 16));

/** PBKDF2-HMAC-SHA256 with a 32-byte key, for secrets up to 64 bytes and salts up to 51. */
function derive(secret, salt, rounds) {
  const padded = [...secret, ...new Array(64 - secret.length).fill(0)];
  const key = (mask) => {
    const words = new Array(16).fill(0);
    padded.forEach((byte, i) => {
      words[i >> 2] |= (byte ^ mask) << (24 - 8 * (i % 4));
    });
    return compress(START, words);
  };
  const [inner, outer] = [key(0x36), key(0x5c)];
  const finish = (words) => compress(outer, [...words, 1 << 31, 0, 0, 0, 0, 0, 0, 8 * 96]);
  let link = finish(compress(inner, lastBlock([...salt, 0, 0, 0, 1], 64)));
  const sum = [...link];
  for (let round = 1; round < rounds; round += 1) {
    link = finish(compress(inner, [...link, 1 << 31, 0, 0, 0, 0, 0, 0, 8 * 96]));
    link.forEach((word, i) => {
      sum[i] ^= word;
    });
  }
  return toBytes(sum);
}

/** Whether `pin` is the one behind `hash`, which is `pbkdf2-sha256$<rounds>$<salt>$<key>` in hex. */
export function matches(pin, hash) {
  const [kind, rounds, salt, key] = hash.split("$");
  if (kind !== "pbkdf2-sha256") return false;
  const derived = derive([...new TextEncoder().encode(pin)], fromHex(salt), Number(rounds));
  return fromHex(key).every((byte, i) => byte === derived[i]);
}
