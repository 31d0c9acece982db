/** What is told of an issuance while it runs, in words. */
import { explain } from '../error-catalogue.ts';
import type { Note, StepDetail } from '../issuance-news.ts';
import type { Translate } from '../translate.ts';
import { stepTitle } from './step-titles.ts';

/** `1 of 2 name servers`: stands behind the title of its step. */
export function describeDetail(detail: StepDetail, t: Translate): string {
  switch (detail.kind) {
    case 'name-servers':
      return t('{0} of {1} name servers', detail.have, detail.of);
    case 'answers':
      return t('{0} of {1} answers for {2} records', detail.have, detail.of, detail.records);
    case 'first-look':
      return t(
        'first look in {0} s, as a recursive server remembers what it does not find',
        detail.seconds,
      );
    case 'fixed-wait':
      return t('no name server can be asked, waiting for {0} s', detail.seconds);
    case 'full-record-set':
      return t('waits for room in the record set: {0} of {1} values', detail.present, detail.limit);
    case 'remembered':
      return t('waiting for {0} s, as the CA may remember the last values', detail.seconds);
    case 'rehearsing':
      return stepTitle(detail.step, t);
    case 'rehearsed':
      return t('{0} has issued', detail.ca);
    case 'validated':
      return t('{0} of {1} names', detail.valid, detail.of);
  }
}

/** One or two sentences. Text from outside in it is not yet made safe to show. */
export function describeNote(note: Note, t: Translate): string {
  switch (note.kind) {
    case 'delegation-unknown':
      return t('No name server could be asked whether the zone {0} is delegated.', note.zone);
    case 'zone-on-word':
      return t(
        'The account may not read the zone {0}, which was given by hand: that it is the one that is delegated shows when the proof is seen.',
        note.zone,
      );
    case 'adopted':
      return t(
        'It is taken over from {0}, whose tag stays on it: take it off the list there, or both will renew it.',
        note.tool,
      );
    case 'taken-up':
      return t(
        'Operation {0} was interrupted at "{1}": it is taken up.',
        note.id,
        stepTitle(note.step, t),
      );
    case 'other-undone':
      return t('Operation {0} was for something else and interrupted: it is undone.', note.id);
    case 'rehearsal-undone':
      return t('The rehearsal {0} was interrupted: it is undone.', note.id);
    case 'rehearsal-failed':
      return t('That was the rehearsal: {0} was not asked, and the vault is as it was.', note.ca);
    case 'too-late-to-cancel':
      return t('The CA has been told to issue already: this will be completed.');
    case 'left-to-complete':
      return t('The CA has been told to issue: what is missing can be completed later.');
    case 'policy-of-older':
      return t(
        'The policy is that of the older version now, and the next renewal goes by it: restoring it failed. {0}',
        explain(note.error, t).message,
      );
    case 'vault-takes-time':
      return t(
        'The vault {0} has taken that on for "{1}", and needs some seconds.',
        note.vault,
        note.name,
      );
    case 'perhaps-just-deleted':
      return t(
        '"{0}" is neither in the vault {1} nor among what was deleted there. It may have been deleted a moment ago: looking again for some seconds.',
        note.name,
        note.vault,
      );
    case 'failure':
      return explain(note.error, t).message;
  }
}
