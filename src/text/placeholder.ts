/** Text that something else fills in later: `${VAR}` (envsubst, Flux), `{{ … }}`, `<path:…>`, `%{…}`. */
const PLACEHOLDER = /\$\{|\{\{|%\{|<path:|<[\w.:#/ -]+>/;

/** Whether a name is not final: what it will be is unknowable here. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);
