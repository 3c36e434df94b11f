/** So many digits of a fingerprint are enough to tell it from a word, and nearly always from others. */
const FINGERPRINT = /^[0-9a-f]{6,32}$/;

/** Whether a word is a fingerprint of a finding, or the beginning of one. No rule or family has such a name. */
export const isFingerprint = (word: string): boolean => FINGERPRINT.test(word);
