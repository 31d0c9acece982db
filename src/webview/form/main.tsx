/** Entry of the form: shows what the host says, as soon as it says it. */
import { render } from 'preact';
import { translatorOf, type Translate } from '../../domain/translate.ts';
import { connectToHost } from '../host-connection.ts';
import { TranslationProvider } from '../translation.ts';
import { later, openPageHome } from '../vscode-api.ts';
import { FormPage } from './form-page.tsx';
import { FORM_CALLS, type FormCalls } from './form-protocol.ts';
import { isFormState, type FormState } from './state-protocol.ts';

function openForm(page: Element): void {
  const home = openPageHome();
  const show = (state: FormState, t: Translate): void => {
    render(
      <TranslationProvider value={t}>
        <FormPage {...{ state, connection, home }} />
      </TranslationProvider>,
      page,
    );
  };
  let translate: Translate = translatorOf(undefined);
  const connection = connectToHost<FormState, FormCalls>({
    port: home,
    calls: FORM_CALLS,
    isState: isFormState,
    later,
    onStart: (bundle, state) => {
      translate = translatorOf(bundle);
      show(state, translate);
    },
    onState: (state) => {
      show(state, translate);
    },
  });
}

const page = document.getElementById('page');
if (page) openForm(page);
