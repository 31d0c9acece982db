import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificateRef } from '../../../../src/vscode/certificate-ref.ts';
import {
  certificatesIn,
  selectedIn,
} from '../../../../src/vscode/commands/selected-certificates.ts';
import { certificateNode } from '../../../../src/vscode/tree/nodes.ts';
import { certificateNamed, vaultNamed } from '../fake-directory.ts';

const VAULT = { directory: 'anna/t', vaultId: vaultNamed('contoso').id, vault: 'contoso' };

function refTo(name: string, directory = VAULT.directory): CertificateRef {
  return { ...VAULT, directory, name };
}

const nodeOf = (name: string) => certificateNode(VAULT, certificateNamed(name, 10));

describe('the certificates that are meant', () => {
  it('are those of nodes and references, each once', () => {
    const other = refTo('WWW', 'bert/t');
    const given = [nodeOf('www'), refTo('api'), nodeOf('api'), other, nodeOf('www')];
    assert.deepEqual(certificatesIn(given), [refTo('www'), refTo('api')]);
  });

  it('are none of other nodes, and of what is no node', () => {
    const ref = refTo('www');
    const others = [
      { kind: 'version', ref },
      { kind: 'pending', ref },
      { kind: 'vault', ref: VAULT },
    ];
    assert.deepEqual(certificatesIn([...others, { ref }, undefined, null, 'all-due', 1]), []);
  });

  it('are those that are selected in the first view in which some are', () => {
    const none = { selection: [{ kind: 'vault', ref: VAULT }] };
    const two = { selection: [nodeOf('www'), nodeOf('api')] };
    const another = { selection: [nodeOf('old')] };
    assert.deepEqual(selectedIn([none, two, another]), [refTo('www'), refTo('api')]);
    assert.deepEqual(selectedIn([none]), []);
  });
});
