import {
  type EmbeddedText,
  textsOfApplication,
  textsOfObject,
  textsOfRelease,
} from '../../model/cluster/objects/embedded-texts.ts';
import type { Place } from '../../source/text.ts';
import { type JsonFlaw, jsonFlaw } from '../../text/json-flaw.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { locator, parseEmbedded } from '../../yaml/embedded.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, toPlace } from '../rule.ts';

export const embedded: Rule = {
  id: 'yaml/embedded',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A text under the name of a YAML or JSON file, in a ConfigMap, a GrafanaDashboard or values, or the `helm.values` of an Application, that is not of that format.',
  rationale:
    'To Kubernetes it is a text like any other: everything is applied, and the program that reads it stops, or goes on with what it had before. Of the values of an Application nothing is rendered.',
  remedy: 'Correct the text at the place that is named; only its first problem is reported.',
  reference: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  limits:
    'Texts that a program fills in first (`{{ … }}`, `{% … %}`, `${…}` where the problem is) are left out, and so is JSON with comments or without quotes, which some programs read.',
  check({ cluster, report }) {
    const texts = [
      ...cluster.resources.deployed.flatMap(textsOfObject),
      ...cluster.helmReleases.flatMap(({ release }) => textsOfRelease(release)),
      ...cluster.applications.flatMap(textsOfApplication),
    ];
    for (const item of oncePerPlace(texts, ({ text }) => toPlace(text))) {
      if (item.text.origin.made) continue;
      const finding = item.format === 'JSON' ? ofJson(item) : ofYaml(item);
      if (finding) report(finding);
    }
  },
};

/** Markers of the templates that a program makes the text of. */
const TEMPLATE = /\{\{|\{%|<%|<\?/;

function ofYaml({ text, whose }: EmbeddedText): Report | undefined {
  if (TEMPLATE.test(text.text)) return undefined;
  const { broken, problems } = parseEmbedded(text);
  const [first] = broken ? problems : [];
  if (!first || isFilledIn(first.at)) return undefined;
  return { at: first.at, message: `${whose} is not YAML`, help: `${first.message}.` };
}

function ofJson({ text, whose, isStrict }: EmbeddedText): Report | undefined {
  if (!/^\s*[[{]/.test(text.text)) return undefined;
  const flaw = jsonFlaw(text.text);
  if (!flaw || (!isStrict && isOfJson5(flaw, text.text))) return undefined;
  const at = locator(text)(flaw.at, flaw.at + 1);
  if (isFilledIn(at)) return undefined;
  return {
    at,
    message: `${whose} is not JSON: ${flaw.message}`,
    // Readers of JSON5, of which there are many, take a comma there.
    ...(flaw.what === 'comma' && !isStrict && { severity: 'info' as const }),
  };
}

/**
 * Comments, names without quotes, single quotes, and numbers that JSON does not have.
 *
 * @see https://spec.json5.org/
 */
const isOfJson5 = ({ at, what }: JsonFlaw, text: string): boolean =>
  what === 'comment' ||
  text[at] === "'" ||
  (what === 'key' && /[\w$]/.test(text[at] ?? '')) ||
  (what === 'value' && /^(?:NaN|Infinity|[+-.]|0[xX])/.test(text.slice(at, at + 8)));

/** Whether something is filled in on the line of a place, or on the one before. */
function isFilledIn({ file, start }: Place): boolean {
  const before = file.text.lastIndexOf('\n', file.text.lastIndexOf('\n', start - 1) - 1);
  const end = file.text.indexOf('\n', start);
  const lines = file.text.slice(before + 1, end < 0 ? undefined : end);
  return isPlaceholder(lines) || TEMPLATE.test(lines);
}
