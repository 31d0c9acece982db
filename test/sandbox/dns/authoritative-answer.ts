import type { Answer } from 'dns-packet';
import { recordTypeOf } from '../arm/record-types.ts';
import type { ZoneStore } from '../arm/zone-store.ts';
import { findAuthority } from './delegation.ts';
import { canonical } from './domain-name.ts';
import { emptyReply } from './reply.ts';
import type { Question, Reply } from './reply.ts';
import { negativeSoa, toAnswers } from './resource-records.ts';
import type { ZoneView } from './zone-view.ts';

/** CNAMEs that are followed inside a zone before giving up. */
const MAX_CHAIN = 8;

/**
 * What a name server says that hosts every zone of the world (RFC 1034 section 4.3.2, without
 * recursion): REFUSED for names of nobody here, a referral at a cut to servers outside. For the
 * registries above its zones it answers as they would, so that whoever climbs up gets an answer at
 * every name (RFC 8659 section 3): there is the name, and nothing at it.
 */
export function answerAuthoritatively(
  zones: ZoneStore,
  question: Question,
  isVisible: (changedAt: number) => boolean,
): Reply {
  const name = canonical(question.name);
  const authority = findAuthority(zones, name, isVisible);
  if (authority === undefined) {
    return isRegistry(zones, name) ? registryReply(name) : emptyReply('REFUSED');
  }
  if (authority.kind === 'referral') {
    const authorities = toAnswers(authority.owner, authority.nameServers);
    return { ...emptyReply('NOERROR'), authorities };
  }
  const { view } = authority;
  const isHere = (target: string) => {
    const other = findAuthority(zones, target, isVisible);
    return other?.kind === 'zone' && other.view.zone === view.zone;
  };
  return answerFromZone(view, question, isHere);
}

/** CNAMEs are followed as long as the next name lies in the same zone. */
function answerFromZone(
  view: ZoneView,
  question: Question,
  isHere: (name: string) => boolean,
): Reply {
  const type = recordTypeOf(question.type);
  const answers: Answer[] = [];
  let owner = question.name;
  for (let hop = 0; hop <= MAX_CHAIN; hop++) {
    const name = canonical(owner);
    const cname = view.find(name, 'CNAME');
    if (cname === undefined || type === 'CNAME') {
      const found = type === undefined ? undefined : view.find(name, type);
      if (found !== undefined) answers.push(...toAnswers(owner, found));
      return found === undefined ? negative(view, name, answers) : positive(answers);
    }
    answers.push(...toAnswers(owner, cname));
    owner = String(cname.records[0]?.['cname']);
    if (!isHere(canonical(owner))) return positive(answers);
  }
  return emptyReply('SERVFAIL');
}

/** Whether a registered zone lies below a name, the root left out. */
function isRegistry(zones: ZoneStore, name: string): boolean {
  return zones.zones.some(({ name: zone, resource }) => {
    return resource.registered && zone.endsWith(`.${name}`) && name !== '';
  });
}

function registryReply(name: string): Reply {
  const times = { serial: 1, refresh: 1800, retry: 900, expire: 604_800, minimum: 900 };
  const data = { mname: 'ns.registry.test', rname: 'hostmaster.registry.test', ...times };
  const soa: Answer = { type: 'SOA', name, ttl: 900, class: 'IN', data };
  return { rcode: 'NOERROR', answers: [], authorities: [soa], authoritative: true };
}

function positive(answers: readonly Answer[]): Reply {
  return { rcode: 'NOERROR', answers, authorities: [], authoritative: true };
}

function negative(view: ZoneView, name: string, answers: readonly Answer[]): Reply {
  const soa = view.get(view.zone.name, 'SOA');
  return {
    rcode: view.exists(name) || view.isCovered(name) ? 'NOERROR' : 'NXDOMAIN',
    answers,
    authorities: soa === undefined ? [] : negativeSoa(view.zone.name, soa),
    authoritative: true,
  };
}
