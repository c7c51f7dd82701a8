/** The next number of a generator, in [0, 1), with 32 random bits. */
export type Random = () => number;

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018; public domain), its four
 * words of state filled from the seed by the finalizer of MurmurHash3 over a Weyl sequence, as its authors advise for
 * seeds of few bits. The same seed gives the same numbers on every machine. The seed is taken modulo 2^32.
 */
export function seededRandom(seed: number): Random {
  const word = weylWords(seed);
  const next = xoshiro128StarStar([word(), word(), word(), word()]);
  return () => next() / 2 ** 32;
}

/** Whole numbers from 0 to 2^32 − 1. The state must not be all zero. */
export function xoshiro128StarStar(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function weylWords(seed: number): () => number {
  let weyl = seed >>> 0;
  return () => {
    weyl = (weyl + 0x9e3779b9) | 0;
    let word = weyl;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  };
}
