import { itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { Container, Workload } from './workloads.ts';

/** An argument that no program understands as it was meant. */
export interface OddArgument {
  readonly at: LocatedScalar;
  readonly container: Container;
  /** What is odd: a variable that nothing fills in, or a flag with its value behind a blank. */
  readonly what: 'variable' | 'flag';
  /** The part of it that is. */
  readonly text: string;
  /** The name of the variable, or of the flag. */
  readonly name: string;
  /** Whether the program is written here; otherwise the image may start a shell. */
  readonly isKnown: boolean;
}

/** What reads its arguments as a script, or evaluates them. */
const SHELL = /(?:^|[/\s])(?:sh|bash|ash|dash|zsh|busybox|envsubst|dumb-init|tini|eval)(?:\s|$)/;

/** `--name value`, as a shell would take it apart. */
const FLAG = /^(--[a-z][a-z0-9-]*) [^\s"'=^-][^\s"']*$/i;

/**
 * Programs that take `--name value` apart themselves.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/config/#passing-arguments-using-the-command-line
 * @see https://github.com/envoyproxy/envoy/blob/v1.35.0/source/server/options_impl.cc (TCLAP, whose delimiter is a blank)
 */
const TAKES_APART = /(?:^|[/\s_-])(?:envoy|redis|valkey|keydb|dragonfly)/i;

/** `$NAME` and `${NAME}`; Kubernetes itself fills in `$(NAME)` only. */
const VARIABLE = /(?<!\$)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/**
 * Arguments that a shell would have to take apart or fill in, where none is started.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
export const oddArguments = ({ containers, initContainers }: Workload): readonly OddArgument[] =>
  [...initContainers, ...containers].flatMap(oddOf);

function oddOf(container: Container): OddArgument[] {
  const { value } = container;
  const command = itemsAt(value, 'command').filter(item => item.kind === 'scalar');
  const args = itemsAt(value, 'args').filter(item => item.kind === 'scalar');
  const all = [...command, ...args];
  if (all.some(({ text }) => SHELL.test(text) || text.includes('\n'))) return [];
  const names = new Set(itemsAt(value, 'env').flatMap(item => textAt(item, 'name') ?? []));
  const isKnown = command.length > 0;
  const takesApart = [textAt(value, 'image') ?? '', ...command.map(({ text }) => text)].some(text =>
    TAKES_APART.test(text),
  );
  return all.flatMap((at): OddArgument[] => {
    if (at.origin.made) return [];
    const [, name] = FLAG.exec(at.text) ?? [];
    if (name && takesApart) return [];
    if (name) return [{ at, container, what: 'flag', text: at.text, name, isKnown }];
    const variable = [...at.text.matchAll(VARIABLE)].find(([, a, b]) => names.has(a ?? b ?? ''));
    if (!variable) return [];
    const [text, braced, plain] = variable;
    return [{ at, container, what: 'variable', text, name: braced ?? plain ?? '', isKnown }];
  });
}
