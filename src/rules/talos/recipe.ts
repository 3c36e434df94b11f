import { problemRule } from '../rule.ts';

export const recipe = problemRule({
  id: 'talos/recipe',
  severity: 'warning',
  summary:
    'A recipe (just, Task, make) whose lists of machines differ from the patches, or that reads a file which does not exist.',
  rationale:
    'Recipes are run on the day of an upgrade or of a rebuild: a machine that they leave out keeps its old version, and a path that is gone stops them half way.',
  remedy: 'Bring the lists and the patches of machines together; correct the path.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/reference/cli#talosctl-gen-config',
});
