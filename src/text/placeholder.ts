/** Text that something else fills in later: `${VAR}` (envsubst, Flux), `{{ … }}`, `<path:…>`, `%{…}`, `{NAME}`. */
const PLACEHOLDER = /\$\{|\{\{|%\{|<path:|<[\w.:#/ -]+>|\{[A-Z][A-Z0-9_]{2,}\}/;

/** Whether a text is one word in capitals, which an overlay or an installer replaces: `PLATFORM_REPO`. */
export const isCapitalWord = (text: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(text);

/** Whether a name is not final: what it will be is unknowable here. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);
