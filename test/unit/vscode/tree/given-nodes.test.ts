import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GivenNodes } from '../../../../src/vscode/tree/given-nodes.ts';

interface Node {
  readonly id: string;
}

const node = (id: string): Node => ({ id });

function given() {
  const nodes = new GivenNodes<Node>();
  const [a, b] = [node('a'), node('b')];
  nodes.give(undefined, [a, b]);
  nodes.give(a, [node('a1'), node('a2')]);
  nodes.give(node('a1'), [node('a1x')]);
  nodes.give(b, [node('b1')]);
  const known = () =>
    ['a', 'a1', 'a1x', 'a2', 'b', 'b1'].filter((id) => nodes.get(id) !== undefined).join();
  return { nodes, known, a };
}

describe('the nodes that the editor has been given', () => {
  it('are known by their ids, as the objects that were given last', () => {
    const { nodes, known } = given();
    assert.equal(known(), 'a,a1,a1x,a2,b,b1');
    const again = node('a');
    nodes.give(undefined, [again, node('b')]);
    assert.equal(nodes.get('a'), again);
    assert.equal(known(), 'a,a1,a1x,a2,b,b1', 'what is below them stays');
  });

  it('are forgotten with all below them when they are not given again', () => {
    const { nodes, known, a } = given();
    nodes.give(a, [node('a2')]);
    assert.equal(known(), 'a,a2,b,b1');
    nodes.give(undefined, [node('b')]);
    assert.equal(known(), 'b,b1');
    nodes.give(undefined, []);
    assert.equal(known(), '');
  });

  it('are not given below one that was forgotten meanwhile', () => {
    const { nodes, known, a } = given();
    nodes.give(undefined, []);
    nodes.give(a, [node('a1')]);
    assert.equal(known(), '');
  });
});
