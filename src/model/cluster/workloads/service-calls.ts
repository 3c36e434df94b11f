import { getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { Service } from '../network/services.ts';
import { serviceOfHost } from '../network/services.ts';
import type { Workload } from './workloads.ts';

/** Names that a certificate is made for: nobody is called. */
const CERTIFICATE_NAMES = /^--(?:host|dns-names|san)s?=[^=]*,/;

/** The host of each URL. */
const HOST = /(?:^|[\s"'=@,])(?:[a-z][a-z0-9+]*:\/\/(?:[^\s/@"']*@)?)([a-z0-9][a-z0-9.-]*)/g;

/** Variables whose value is the name of a host. */
const HOST_VARIABLE = /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/;

/**
 * The Services that a workload's programs are told to call, by URL, by a name of the cluster's DNS, or
 * by a variable such as `DB_HOST`. A plain name is one of the workload's own namespace.
 */
export function calledServices(workload: Workload, services: readonly Service[]): Service[] {
  const hosts = new Set<string>();
  for (const { value } of workload.containers) {
    for (const variable of itemsAt(value, 'env')) {
      const text = textAt(variable, 'value') ?? '';
      if (HOST_VARIABLE.test(textAt(variable, 'name') ?? '')) hosts.add(text.split(':')[0] ?? '');
      hostsIn(text, hosts);
    }
    for (const field of ['command', 'args'])
      for (const item of itemsAt(value, field)) {
        const text = getString(item)?.value ?? '';
        if (!CERTIFICATE_NAMES.test(text)) hostsIn(text, hosts);
      }
  }
  return services.filter(({ name, namespace }) =>
    [...hosts].some(host => {
      const called = serviceOfHost(host) ?? plainName(host, workload.namespace);
      return called?.name === name && called.namespace === namespace;
    }),
  );
}

function hostsIn(text: string, hosts: Set<string>): void {
  for (const [, host = ''] of text.matchAll(HOST)) hosts.add(host);
  for (const word of text.split(/[^a-z0-9.-]+/)) if (serviceOfHost(word)) hosts.add(word);
}

/** `database` and `database.shop`, as the cluster's DNS completes them. */
function plainName(host: string, own: string): { name: string; namespace: string } | undefined {
  const [name = '', namespace = own, ...others] = host.split('.');
  return others.length === 0 ? { name, namespace } : undefined;
}
