/**
 * Text that something else fills in later: `${VAR}` (envsubst, Flux), `$(VAR)` (kustomize, containers), `{{ … }}`,
 * `<path:…>`, `<vault:…>`, `%{…}`, `{NAME}`, `__NAME__`, and what SOPS decrypts; or somebody who copies it: `DOMAIN_PLACEHOLDER`,
 * `CHANGE_ME`, `YOUR_DOMAIN`.
 */
const PLACEHOLDER =
  /\$\{|\$\(\w+\)|\{\{|%\{|<(?:path|vault|secret):|<[\w.:#/ -]+>|\{[A-Z][A-Z0-9_]{2,}\}|__[A-Z][A-Z0-9_]*__|PLACEHOLDER|(?:CHANGE|REPLACE)[_-]?(?:ME|THIS|WITH)|\b(?:AUTO)?REPLACE_[A-Z]|\bYOUR[_-][A-Z]|^ENC\[|(?:ENC|enc)\[(?:AES|aes)256/;

/**
 * Where a secret is kept, which a program puts there before the text is used.
 *
 * @see https://developer.1password.com/docs/cli/secret-references/
 * @see https://github.com/helmfile/vals#supported-backends
 */
const SECRET_REFERENCE =
  /^(?:op|ref\+\w+|vault|awssm|awsps|gcpsm|azurekeyvault|bws|doppler|secret):|^(?:file|env):\/\//i;

/** Whether a text only says where the secret is: `op://home/talos/token`. */
export const isSecretReference = (text: string): boolean => SECRET_REFERENCE.test(text.trim());

/** Whether a text is one word in capitals, which an overlay or an installer replaces: `PLATFORM_REPO`. */
export const isCapitalWord = (text: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(text);

/** Whether a name is not final: what it will be is unknowable here. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);

/** Whether a text that is filled in later may become another: it begins like it, up to what is filled in. */
export function mayBecome(text: string, other: string): boolean {
  const at = text.search(PLACEHOLDER);
  return at >= 0 && other.startsWith(text.slice(0, at));
}
