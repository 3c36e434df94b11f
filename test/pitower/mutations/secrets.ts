import { app, edit, type Mutation } from './mutation.ts';

const SONARR = app('media/sonarr');
const EXTERNAL = `${SONARR}/externalsecret.yaml`;
const VALUES = `${SONARR}/values.yaml`;
const CLAIM = `${SONARR}/pvc.yaml`;
const TOKEN = 'kubernetes/bootstrap/onepassword-connect-token.sops.yaml';

/** What would be seen of Secrets, and of fields that an API refuses. */
export const secrets: readonly Mutation[] = [
  {
    name: 'a misspelt store',
    change: edit(EXTERNAL, ['name: onepassword-connect', 'name: onepasword-connect']),
    sees: [['secrets/unknown-store', 'onepasword-connect']],
  },
  {
    name: 'a store of the wrong kind',
    change: edit(EXTERNAL, ['    kind: ClusterSecretStore\n', '']),
    sees: [['secrets/unknown-store', 'onepassword-connect']],
  },
  {
    name: 'another target than the one that the pods use',
    change: edit(EXTERNAL, ['  target:\n    name: sonarr', '  target:\n    name: sonar']),
    sees: [['secrets/missing-secret', 'sonarr', VALUES]],
  },
  {
    name: 'an encrypted file with a value in the clear',
    change: edit(TOKEN, ['stringData:\n', 'stringData:\n    url: http://connect\n']),
    sees: [['secrets/not-encrypted', 'http://connect']],
  },
  {
    name: 'a Secret in the clear',
    change: {
      ...edit(`${SONARR}/kustomization.yaml`, ['  - pvc.yaml', '  - pvc.yaml\n  - secret.yaml']),
      [`${SONARR}/secret.yaml`]:
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: key\nstringData:\n  key: correct-horse\n',
    },
    sees: [['secrets/plain-secret', 'correct-horse', `${SONARR}/secret.yaml`]],
  },
  {
    name: 'a misspelt field of an object',
    change: edit(EXTERNAL, ['refreshInterval', 'refreshIntervall']),
    sees: [['schema/invalid', 'refreshIntervall']],
  },
  {
    name: 'a misspelt field of a claim',
    change: edit(CLAIM, ['accessModes', 'accessMode']),
    sees: [['schema/invalid', 'accessMode']],
  },
];
