import { describe, expect, it } from 'vitest';
import { mentionFlaws } from '../../scripts/pitower-mentions.ts';
import { PITOWER_README } from '../../scripts/pitower-readme.ts';
import { edit, remove } from './mutations/mutation.ts';
import { type Change, pitowerCluster, pitowerFiles } from './tree.ts';

const BOOTSTRAP = 'kubernetes/bootstrap/justfile';
const EXCALIDRAW = 'kubernetes/apps/selfhosted/excalidraw/values.yaml';
const DIRECTORY = 'kubernetes/apps/security/lldap/bootstrap.yaml';

const { cluster } = pitowerCluster();

function flawsWith(change: Change): string[] {
  const files = new Map(pitowerFiles);
  for (const [path, text] of Object.entries(change))
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  return mentionFlaws(files.get('README.md') ?? '', { files, cluster });
}

describe(`what ${PITOWER_README} mentions is in the tree, and the reverse`, () => {
  it('as they are', () => {
    expect(flawsWith({})).toEqual([]);
  });

  it.each<[flaw: string, change: Change]>([
    [
      'there is no file kubernetes/apps/security/lldap/bootstrap.yaml',
      remove('kubernetes/apps/security/lldap/bootstrap.yaml'),
    ],
    ['the file talos/other.sops.yaml is not mentioned', { 'talos/other.sops.yaml': 'sops: {}\n' }],
    ['there is no recipe network', edit(BOOTSTRAP, ['\nnetwork: ', '\nnetwerk: '])],
    ['the recipe netwerk is not mentioned', edit(BOOTSTRAP, ['\nnetwork: ', '\nnetwerk: '])],
    ['there is no host draw.example.com', edit(EXCALIDRAW, ['draw.example', 'sketch.example'])],
    [
      'the host sketch.example.com is not mentioned',
      edit(EXCALIDRAW, ['draw.example', 'sketch.example']),
    ],
    [
      'the address 192.168.0.31 is not mentioned',
      edit('kubernetes/apps/home-automation/zigbee2mqtt/values.yaml', ['0.30:', '0.31:']),
    ],
    [
      'the mail account root@example.com is not mentioned',
      edit('kubernetes/apps/monitoring/kube-prometheus-stack/values.yaml', ['admin@', 'root@']),
    ],
    [
      'there is no Secret security/op-credentials',
      edit('kubernetes/bootstrap/op-credentials.sops.yaml', [
        'name: op-cred',
        'name: connect-cred',
      ]),
    ],
    [
      'there is no vault pitower',
      edit('kubernetes/apps/security/external-secrets/clustersecretstore.yaml', [
        'pitower: 1',
        'home: 1',
      ]),
    ],
    ['there is no user authelia', edit(DIRECTORY, ['"id": "authelia"', '"id": "ldap"'])],
    ['the user ldap is not mentioned', edit(DIRECTORY, ['"id": "authelia"', '"id": "ldap"'])],
    ['there is no group admins', edit(DIRECTORY, ['{"name": "admins"}', '{"name": "adm"}'])],
    ['the group adm is not mentioned', edit(DIRECTORY, ['{"name": "admins"}', '{"name": "adm"}'])],
    [
      'there is no Service mosquito/home-automation',
      edit('README.md', ['mosquitto.home-automation.svc', 'mosquito.home-automation.svc']),
    ],
    [
      'there is no Application security-ldap',
      edit('README.md', ['`security-lldap`', '`security-ldap`']),
    ],
  ])('%s', (flaw, change) => {
    expect(flawsWith(change)).toContain(flaw);
  });
});
