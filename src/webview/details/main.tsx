/** Entry of the page about a certificate: shows what the host says, as soon as it says it. */
import { render } from 'preact';
import { translatorOf, type Translate } from '../../domain/translate.ts';
import { connectToHost } from '../host-connection.ts';
import { TranslationProvider } from '../translation.ts';
import { later, openPageHome } from '../vscode-api.ts';
import { DetailsPage } from './details-page.tsx';
import {
  DETAILS_CALLS,
  isDetailsState,
  type DetailsCalls,
  type DetailsState,
} from './details-protocol.ts';

function openDetails(page: Element): void {
  const home = openPageHome();
  let translate: Translate = translatorOf(undefined);
  const show = (state: DetailsState): void => {
    render(
      <TranslationProvider value={translate}>
        <DetailsPage {...{ state, connection, home }} />
      </TranslationProvider>,
      page,
    );
  };
  const connection = connectToHost<DetailsState, DetailsCalls>({
    port: home,
    calls: DETAILS_CALLS,
    isState: isDetailsState,
    later,
    onStart: (bundle, state) => {
      translate = translatorOf(bundle);
      show(state);
    },
    onState: show,
  });
}

const page = document.getElementById('page');
if (page) openDetails(page);
