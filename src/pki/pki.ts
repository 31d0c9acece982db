import type { Pki } from '../domain/pki.ts';
import { ariCertId } from './ari-cert-id.ts';
import { readCertificate } from './certificate.ts';
import { readChainFile } from './certificate-file.ts';
import { chainProblem } from './chain.ts';
import { readCsr } from './csr.ts';
import { examineFile } from './files/examine-file.ts';
import { splitPemChain, toPem } from './pem.ts';
import { openSecret } from './files/open-secret.ts';
import { writeKeyFile } from './files/write-key-file.ts';
import { throwawayRequest } from './throwaway-request.ts';

/** Reads with a pure JavaScript library: the editor's Electron lacks algorithms that Node has. */
export function createPki(): Pki {
  return {
    ...{ readCsr, readCertificate, splitPemChain, toPem, chainProblem, ariCertId },
    ...{ readChainFile, examineFile, openSecret, writeKeyFile, throwawayRequest },
  };
}
