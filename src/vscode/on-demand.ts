/**
 * What is loaded when something is asked for the first time, and not when the editor starts. It is
 * one part: if each of these were a part of its own, all that two of them have in common would be
 * one more, and the start would have to read a dozen small files.
 */
export { createEngine } from '../app/engine.ts';
export { createQuickly } from './commands/create-quick.ts';
export { DetailsPanels } from './details/details-panel.ts';
export { newForm, restoreForm } from './form/form-panel.ts';
