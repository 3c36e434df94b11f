import type { Problem } from '../../source/problem.ts';
import { get, getString } from '../../yaml/access.ts';
import { scalarFrom, setIn } from '../../yaml/build.ts';
import { parseEmbedded } from '../../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { placeWithin } from '../../yaml/located.ts';
import { mergeValues } from '../../yaml/merge.ts';
import { type Parameters, type RenderMode, renderText } from './render-value.ts';

/**
 * Applies `spec.templatePatch`: one text, rendered as a whole and merged over the Application. Maps
 * merge, lists are replaced, null deletes; the project stays the template's.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/#template-patch
 */
export function applyTemplatePatch(
  set: LocatedMap,
  application: LocatedMap,
  parameters: Parameters,
  mode: RenderMode,
  report: (problem: Problem) => void,
): LocatedMap {
  const text = getString(set, 'spec', 'templatePatch');
  const patch = text && renderPatch(text, parameters, mode, report);
  if (!patch) return application;
  const merged = mergeValues(application, patch);
  const project = get(application, 'spec', 'project');
  const restored = project ? setIn(merged, ['spec', 'project'], project) : merged;
  return restored.kind === 'map' ? restored : merged;
}

function renderPatch(
  text: LocatedScalar,
  parameters: Parameters,
  mode: RenderMode,
  report: (problem: Problem) => void,
): LocatedMap | undefined {
  const result = renderText(text.text, parameters, mode);
  const refuse = (message: string, at: Problem['at'] = text.origin): undefined =>
    report({ rule: 'argocd/template-error', at, message }) as undefined;
  if (result.status === 'unknowable') return undefined;
  if (result.status === 'error') {
    return refuse(result.error.message, placeWithin(text, result.error.start, result.error.end));
  }
  const { documents, broken } = parseEmbedded(scalarFrom(text.origin, result.text));
  const value: LocatedValue | undefined = documents[0]?.value;
  if (broken) return refuse('templatePatch renders to something that is no YAML');
  if (!value || (value.kind === 'scalar' && value.value === null)) return undefined;
  return value.kind === 'map'
    ? value
    : refuse('templatePatch renders to something that is no mapping');
}
