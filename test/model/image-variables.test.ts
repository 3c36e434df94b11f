import { describe, expect, it } from 'vitest';
import {
  IMAGE_VARIABLES,
  isRead,
  variablesOfImage,
} from '../../src/model/cluster/workloads/image-variables.ts';

describe('what images read of their environment', () => {
  it.each(IMAGE_VARIABLES)('$product: what it reads is named as its own names are', facts => {
    const names = facts.reads.filter(name => !name.endsWith('*'));
    expect(names.filter(name => !facts.own.test(name) && !BESIDE.has(name))).toEqual([]);
    expect(facts.reads.length > 0 || facts.file).toBeTruthy();
    expect(facts.source).toMatch(/^https:/);
  });

  it.each([
    ['ghcr.io/home-operations/sonarr:4.0.16', 'Sonarr'],
    ['ghcr.io/home-operations/sonarr@sha256:00', 'Sonarr'],
    ['registry.example.com:5000/mirror/openthread/otbr', "OpenThread's border router for tests"],
    ['homeassistant/amd64-homeassistant:2026.1', 'Home Assistant'],
    // Another one's image of that name, whose script is its own.
    ['ghcr.io/example/sonarr:4.0.16', undefined],
    ['sonarr', undefined],
    ['', undefined],
  ])('%s is %s', (image, product) => {
    expect(variablesOfImage(image)?.product).toBe(product);
  });

  it.each([
    ['ghcr.io/home-operations/sonarr', 'Sonarr__Server__Port', true],
    ['ghcr.io/home-operations/sonarr', 'SONARR__PORT', false],
    ['ghcr.io/koenkk/zigbee2mqtt', 'ZIGBEE2MQTT_CONFIG_MQTT_SERVER', true],
    ['ghcr.io/autobrr/autobrr', 'AUTOBRR__SESSION_SECRET_FILE', true],
    ['ghcr.io/autobrr/autobrr', 'AUTOBRR__THEME', false],
  ])('%s reads %s: %s', (image, name, expected) => {
    const facts = variablesOfImage(image);
    expect(facts && isRead(facts, name)).toBe(expected);
  });
});

/** Read, though others have variables of that name, too. */
const BESIDE = new Set(['REST_API']);
