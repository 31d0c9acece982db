/** The translator that all components of a page share. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { english, type Translate } from '../domain/translate.ts';

const Translation = createContext<Translate>(english);

export const TranslationProvider = Translation.Provider;

export function useTranslate(): Translate {
  return useContext(Translation);
}
