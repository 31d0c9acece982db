import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import { Field } from '../fields/field.tsx';
import { TokenField } from '../fields/token-field.tsx';
import { Icon } from '../icons.tsx';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { FoundZone, Unfit } from './form-protocol.ts';
import type { Finding } from './lookups.ts';
import { asciiOf, type LookedUp } from './use-findings.ts';

export function DnsNamesField(props: FormFieldProps): VNode {
  const { entries, findings, problemsOf, onEdit, onLeave, onRepair } = props;
  const t = useTranslate();
  const isByAcme = entries.madeBy === 'acme';
  return (
    <Field
      id={fieldId('dnsNames')}
      label={t('DNS names')}
      hint={t(
        'Enter, a comma or a space ends a name; several can be pasted. *.example.com covers every name one level below example.com.',
      )}
      status={isByAcme ? summaryOf(entries.dnsNames, findings, t) : undefined}
      problems={problemsOf('dnsNames')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <TokenField
          wiring={wiring}
          listLabel={t('DNS names of the certificate')}
          words={entries.dnsNames}
          sameAs={(name) => asciiOf(name) ?? name}
          // Nobody but a CA of ACME wants to see a proof in a zone.
          describe={(name) => (isByAcme ? <ZoneNote name={name} {...props} /> : undefined)}
          onChange={(dnsNames) => {
            onEdit({ dnsNames });
          }}
          onLeave={() => {
            onLeave('dnsNames');
          }}
        />
      )}
    </Field>
  );
}

/** What is known of one name. */
function ZoneNote({
  name,
  entries,
  findings,
  onRepair,
}: FormFieldProps & { readonly name: string }): VNode {
  const t = useTranslate();
  if (asciiOf(name) === undefined) {
    return (
      <span class="error">
        <Icon name="problem" /> {t('This is not a DNS name that a certificate can be issued for.')}
      </span>
    );
  }
  if (entries.vault === '') {
    return <span class="quiet">{t('Its zone is looked up once a vault is chosen.')}</span>;
  }
  const finding = findings.zoneOf(name);
  if (finding === undefined || finding.state === 'looking') {
    return (
      <span class="quiet">
        <Icon name="waiting" /> {t('Looking for its zone…')}
      </span>
    );
  }
  if (finding.state === 'found' && !('problem' in finding.answer)) {
    return <ZoneFound zone={finding.answer} />;
  }
  const problem = finding.state === 'found' ? unfitOf(finding.answer) : finding.problem;
  return (
    <span class={finding.state === 'found' ? 'error' : 'warning'}>
      <Icon name="problem" /> {problem && <ProblemView problem={problem} onRepair={onRepair} />}{' '}
      <button
        type="button"
        class="link"
        aria-label={t('Look again for the zone of {0}', name)}
        onClick={() => {
          findings.lookAgain(name);
        }}
      >
        {t('Look again')}
      </button>
    </span>
  );
}

function unfitOf(answer: FoundZone | Unfit) {
  return 'problem' in answer ? answer.problem : undefined;
}

function ZoneFound({ zone }: { readonly zone: FoundZone }): VNode {
  const t = useTranslate();
  return (
    <>
      <span>
        <Icon name="ok" /> {t('Zone {0} in the resource group {1}.', zone.zone, zone.resourceGroup)}
      </span>
      {zone.delegatedTo !== undefined && (
        <span class="quiet"> {t('A CNAME leads to {0}.', zone.delegatedTo)}</span>
      )}
      {!zone.isConfirmed && (
        <span class="warning">
          {' '}
          {t('No name server could be asked whether the zone is delegated.')}
        </span>
      )}
      {zone.isOnWord && (
        <span class="warning"> {t('It was given by hand, and the account may not read it.')}</span>
      )}
    </>
  );
}

/** One sentence for all names, so that a screen reader is not told of each. */
function summaryOf(
  names: readonly string[],
  { zoneOf }: LookedUp,
  t: Translate,
): string | undefined {
  const findings = names.flatMap((name) => zoneOf(name) ?? []);
  if (findings.length === 0) return undefined;
  const looking = findings.filter(({ state }) => state === 'looking').length;
  if (looking > 0) return t('Looking for zones: {0} of {1} found.', homes(findings), names.length);
  return t('Zones were found for {0} of {1} names.', homes(findings), names.length);
}

function homes(findings: readonly Finding<FoundZone | Unfit>[]): number {
  return findings.filter((one) => one.state === 'found' && !('problem' in one.answer)).length;
}
