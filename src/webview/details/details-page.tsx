/** Everything about one certificate, and what can be done with it from here. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { RefusedCall, type HostConnection } from '../host-connection.ts';
import { ProblemView } from '../problem-view.tsx';
import type { Problem } from '../protocol.ts';
import { useTranslate } from '../translation.ts';
import type { PageHome } from '../vscode-api.ts';
import {
  isKeptDetails,
  type CopyTarget,
  type DetailsAction,
  type DetailsCalls,
  type DetailsState,
  type DetailsView,
  type KeptDetails,
} from './details-protocol.ts';
import { FactSection, TagTable } from './fact-list.tsx';
import { StateIcon } from './state-icon.tsx';
import { VersionsSection } from './versions-section.tsx';

export interface DetailsPageProps {
  readonly state: DetailsState;
  readonly connection: HostConnection<DetailsCalls>;
  readonly home: PageHome;
}

export function DetailsPage({ state, connection, home }: DetailsPageProps): VNode {
  const t = useTranslate();
  const { subject, isLoading, view } = state;
  const [asTable, setAsTable] = useState(() => {
    const kept = home.kept();
    return isKeptDetails(kept) && kept.asTable;
  });
  const [copied, setCopied] = useState<{ readonly id: string; readonly count: number }>();
  const [refusal, setRefusal] = useState<Problem>();

  useEffect(() => {
    const kept: KeptDetails = { subject, asTable };
    home.keep(kept);
  }, [home, subject, asTable]);

  /** What goes wrong is said on the page; a call that nobody answers any more is not. */
  const attempt = async (work: Promise<unknown>): Promise<boolean> => {
    setRefusal(undefined);
    try {
      await work;
      return true;
    } catch (error) {
      if (error instanceof RefusedCall && !error.problem.cancelled) setRefusal(error.problem);
      return false;
    }
  };
  const onAct = (action: DetailsAction): void => {
    void attempt(connection.call('act', { action }));
  };
  const onRepair = (token: string): void => {
    void attempt(connection.call('repair', { token }));
  };
  const onCopy = ({ id }: CopyTarget): void => {
    void attempt(connection.call('copy', { id })).then((done) => {
      if (done) setCopied((before) => ({ id, count: (before?.count ?? 0) + 1 }));
    });
  };
  const copying = { copied: copied?.id, onCopy };
  const problem = refusal ?? state.problem;

  return (
    <main aria-busy={isLoading}>
      {isLoading && <div class="progress" />}
      <header>
        <h1>{subject.name}</h1>
        <p class="where">{t('Certificate in the vault {0}', subject.vault)}</p>
      </header>
      {view && <StandingView {...view} />}
      <Actions {...{ view, isLoading, onAct, onCopy }} />
      {problem && (
        <div class="error" role="alert">
          <p>
            <ProblemView {...{ problem, onRepair }} />
          </p>
          <button
            type="button"
            class="secondary"
            onClick={() => {
              onAct('show-log');
            }}
          >
            {t('Show Log')}
          </button>
        </div>
      )}
      <p role="status">{isLoading && !view ? t('Reading the certificate…') : ''}</p>
      {view && (
        <>
          <VersionsSection
            {...copying}
            {...{ asTable, onRepair }}
            versions={view.versions}
            onToggle={() => {
              setAsTable(!asTable);
            }}
          />
          {view.sections.map((section) => (
            <FactSection key={section.heading} {...{ section }} {...copying} />
          ))}
          <TagTable tags={view.tags} />
        </>
      )}
      <p role="status" class="only-heard">
        {copied && <span key={copied.count}>{t('Copied to the clipboard.')}</span>}
      </p>
    </main>
  );
}

function StandingView({ standing, notices }: DetailsView): VNode {
  const { state, title, sentences } = standing;
  return (
    <div class={`standing state-${state}`}>
      <p class="title">
        <StateIcon {...{ state }} />
        <strong>{title}</strong>
      </p>
      {[...sentences, ...notices].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

interface ActionsProps {
  readonly view: DetailsView | undefined;
  readonly isLoading: boolean;
  readonly onAct: (action: DetailsAction) => void;
  readonly onCopy: (target: CopyTarget) => void;
}

function Actions({ view, isLoading, onAct, onCopy }: ActionsProps): VNode {
  const t = useTranslate();
  const pem = view?.pem;
  return (
    <div class="actions" role="group" aria-label={t('Actions')}>
      {view && view.standing.state !== 'pending' && (
        <button
          type="button"
          onClick={() => {
            onAct('renew');
          }}
        >
          {t('Renew…')}
        </button>
      )}
      <button
        type="button"
        class="secondary"
        onClick={() => {
          onAct('open-in-portal');
        }}
      >
        {t('Open in Portal')}
      </button>
      <button
        type="button"
        class="secondary"
        aria-disabled={isLoading}
        onClick={() => {
          if (!isLoading) onAct('refresh');
        }}
      >
        {t('Refresh')}
      </button>
      {pem && (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            onCopy(pem);
          }}
        >
          {pem.label}
        </button>
      )}
    </div>
  );
}
