/** Certificates with their keys, from files and into files; the engine hands it out as one. */
import type { ImportExamination } from '../../domain/import-file.ts';
import {
  exportFile,
  type ExportedFile,
  type ExportServices,
  type ExportWish,
} from './export-file.ts';
import {
  prepareImport,
  type ImportFile,
  type Importing,
  type ImportServices,
  type ImportWish,
} from './import-file.ts';
import type { Tell } from '../upkeep/remembered.ts';

export interface Transfer {
  /** What is in a file, and whether Key Vault would take it. Asks nobody; the key stays here. */
  examine(file: Omit<ImportFile, 'name'>): ImportExamination;
  /** What importing a file would do, and how it is done. */
  importing(wish: ImportWish, signal: AbortSignal): Promise<Importing>;
  export(wish: ExportWish, reporter: Tell, signal: AbortSignal): Promise<ExportedFile>;
}

export function openTransfer(services: ImportServices & ExportServices): Transfer {
  const { pki, clock } = services;
  return {
    examine: ({ bytes, password, thumbprint }) =>
      pki.examineFile(bytes, { password, thumbprint, now: new Date(clock.now()) }).examination,
    importing: (wish, signal) => prepareImport(services, wish, signal),
    export: (wish, reporter, signal) => exportFile(services, wish, reporter, signal),
  };
}
