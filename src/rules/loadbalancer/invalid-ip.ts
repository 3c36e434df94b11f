import type {
  AddressRequest,
  LoadBalancer,
} from '../../model/cluster/load-balancers/load-balancers.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { Report, Rule } from '../rule.ts';

export const invalidIp: Rule = {
  id: 'loadbalancer/invalid-ip',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A requested address that is none: a CIDR, a range, an empty item, a name, the wrong family.',
  rationale:
    "Cilium logs an item it can't read and skips it. When no valid one is left, the Service silently gets any free address of the pool: a wrong address instead of an error.",
  remedy: 'Write one address per item, separated by commas.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
  check({ cluster, report }) {
    for (const loadBalancer of cluster.loadBalancers) {
      for (const request of loadBalancer.requests) {
        const problem = problemOf(loadBalancer, request);
        if (problem) report({ at: request.at, ...problem });
      }
    }
  },
};

/** An address that somebody left out: `192.168.x.x`. */
const MASKED = /^(?:(?:\d+|x+)\.){3}x+$/i;

function problemOf(
  { onlyFamily }: LoadBalancer,
  { text, address }: AddressRequest,
): Omit<Report, 'at'> | undefined {
  if (isPlaceholder(text) || MASKED.test(text)) return undefined;
  if (!address)
    return {
      message: whyNoAddress(text),
      help: 'Write single addresses, such as `192.0.2.10`, separated by commas.',
    };
  const family = `IPv${address.family}`;
  return onlyFamily === undefined || onlyFamily === family
    ? undefined
    : {
        message: `\`${text}\` is an ${family} address, but the Service is ${onlyFamily} only`,
        help: `Request an ${onlyFamily} address, or change \`ipFamilyPolicy\`.`,
      };
}

function whyNoAddress(text: string): string {
  if (text === '') return 'an empty item requests nothing';
  if (text.includes('/')) return `\`${text}\` is a network, not an address`;
  if (/^[\d.]+-[\d.]+$/.test(text)) return `\`${text}\` is a range, not an address`;
  if (/^[\d.]+$/.test(text) && /(^|\.)0\d/.test(text))
    return `\`${text}\` has leading zeros, which no address may have`;
  return `\`${text}\` is not an IP address`;
}
