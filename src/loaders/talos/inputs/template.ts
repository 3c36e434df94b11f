import type { SourceText } from '../../../source/text.ts';
import { type ParsedSource, parseYaml } from '../../../yaml/parse.ts';

/** Files that OpenTofu or a tool with Go templates fills in before Talos reads them. */
export const TEMPLATE_FILE = /\.(?:ya?ml\.)?(?:tftpl|tpl|tmpl)$/;

/** Loops and conditions: what of it is there can't be told. */
const DIRECTIVE = /%\{|\{\{-?\s*(?:if|else|end|range|with|define|template|include|block)\b/;
const EXPRESSION = /\$\{[^{}\n]*\}|\{\{[^{}\n]*\}\}/g;

/**
 * A template that only fills in values, as YAML: each expression becomes a placeholder of the same
 * length, so that every place stays where it is.
 *
 * @returns undefined where it has loops or conditions, or is no YAML even so
 * @see https://developer.hashicorp.com/terraform/language/functions/templatefile
 */
export function parseTemplate(file: SourceText): ParsedSource | undefined {
  if (DIRECTIVE.test(file.text)) return undefined;
  const text = file.text.replace(
    EXPRESSION,
    match => `<${match.slice(1, -1).replace(/[^A-Za-z0-9_.-]/g, '_')}>`,
  );
  const parsed = parseYaml({ path: file.path, text });
  return parsed.broken ? undefined : parsed;
}
