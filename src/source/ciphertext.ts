/** How SOPS writes an encrypted value (https://getsops.io/docs/#encryption-protocol). */
const ENCRYPTED = /ENC\[[A-Z0-9_]+,data:/;

/** Whether a text has values that SOPS encrypted. */
export const hasCiphertext = (text: string): boolean => ENCRYPTED.test(text);
