import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { manifest, ROOT, sentences } from './manifest.ts';

const { contributes } = manifest;
const commands = new Set(contributes.commands.map(({ command }) => command));
const menuItems = Object.values(contributes.menus).flat();

/** All that the extension's own code says. */
const source = globSync('src/{vscode/**/*.ts,extension.ts}', { cwd: ROOT })
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');

function sourceOf(file: string): string {
  return readFileSync(join(ROOT, 'src/vscode', file), 'utf8');
}

/** Quoted words that follow `pattern` in our code. */
function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}

describe('the commands of the manifest', () => {
  it('are those of the code, no more and no fewer', () => {
    const inCode = namesIn(sourceOf('commands/command-map.ts'), /^ {2}'(kvcert\.\w+)':/gm);
    assert.deepEqual([...commands].toSorted(), inCode.toSorted());
  });

  it('stand in one category, with a title that can be translated', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, '%category%', command);
      assert.equal(title, `%command.${command.replace('kvcert.', '')}%`);
    }
  });

  it('are hidden from the palette only where they make no sense without a node', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).map(({ command }) => command);
    assert.deepEqual(hidden, ['kvcert.refreshNode']);
  });
});

describe('the menus of the manifest', () => {
  it('name commands that exist', () => {
    for (const { command } of menuItems) assert.ok(commands.has(command), command);
  });

  it('have every inline action in a numbered group, too: a keyboard reaches it there', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const words = (when: string | undefined): string =>
      [...(when ?? '').matchAll(/\\b([\w:(|)]+)\\b/g)].map(([word]) => word).join();
    for (const inline of items.filter(({ group }) => group?.startsWith('inline') === true)) {
      const twins = items.filter(
        ({ command, group }) => command === inline.command && /^\d_/.test(group ?? ''),
      );
      assert.ok(twins.length > 0, `${inline.command} (${words(inline.when)})`);
    }
  });

  it('use the groups of this product in their order', () => {
    const known =
      /^(navigation|inline|[1-9]_(open|scope|create|renew|edit|cutcopypaste|danger|portal|settings|kvcert))@\d+$/;
    for (const { group } of menuItems.filter((item) => 'group' in item)) {
      assert.match(group ?? '', known);
    }
  });

  it('ask for words that the code puts into context values', () => {
    const asked = menuItems.flatMap(({ when }) => {
      const viewItems = namesIn(when ?? '', /viewItem =~ \/(.*?)\/(?= |$)/g);
      const isOurs = when?.includes('azureResource') !== true;
      return isOurs ? viewItems.flatMap((pattern) => pattern.split(/\\b|\.\*/)) : [];
    });
    const words = asked
      .flatMap((word) => expand(word))
      .filter((word) => word !== '' && word !== ' ');
    assert.ok(words.length > 10, String(words));
    for (const word of new Set(words)) {
      const [key, value] = word.split(':');
      const isSaid =
        value === undefined
          ? new RegExp(`['\`;]${word}\\b`).test(source)
          : source.includes(`'${word}'`) ||
            (source.includes(`${key ?? ''}:\${`) && source.includes(`'${value}'`));
      assert.ok(isSaid, `nothing in the code says "${word}"`);
    }
  });

  it('match whole words only', () => {
    for (const { when = '' } of menuItems) {
      for (const pattern of namesIn(when, /viewItem =~ \/(.*?)\/(?= |$)/g)) {
        assert.match(pattern, /^\\b.*\\b$/, when);
      }
    }
  });
});

/** `kv(Cert|Version)` as both. */
function expand(pattern: string): string[] {
  const [, before = '', middle, after = ''] = /^(.*?)\(([^)]*)\)(.*)$/.exec(pattern) ?? [];
  return middle === undefined ? [pattern] : middle.split('|').map((word) => before + word + after);
}

describe('the views of the manifest', () => {
  it('are three, in a container of their own', () => {
    assert.deepEqual(
      contributes.views['kvcert']?.map(({ id }) => id),
      ['kvcert.vaults', 'kvcert.expiring', 'kvcert.operations'],
    );
  });

  it('have a welcome for every situation in which the tree is empty', () => {
    const situations = namesIn(
      /export type TreeSituation =([^;]*);/.exec(sourceOf('tree/tree-model.ts'))?.[1] ?? '',
      /'([\w-]+)'/g,
    );
    const welcomed = contributes.viewsWelcome
      .filter(({ view }) => view === 'kvcert.vaults')
      .map(({ when }) => /^kvcert\.situation == ([\w-]+)$/.exec(when ?? '')?.[1]);
    const empty = situations.filter((each) => !['loading', 'ready'].includes(each));
    assert.deepEqual(welcomed.toSorted(), empty.toSorted());
  });

  it('link to commands that exist', () => {
    const links = Object.values(sentences).flatMap((text) =>
      namesIn(text, /\(command:([\w.]+)\)/g),
    );
    for (const link of links) {
      assert.ok(commands.has(link) || /^kvcert\.\w+\.focus$/.test(link), link);
    }
  });

  it('depend on context keys that the code sets', () => {
    const keys = [...contributes.viewsWelcome, ...menuItems].flatMap(({ when }) =>
      namesIn(when ?? '', /(?<![.\w])(kvcert\.\w+) (?:==|!=|=~)/g),
    );
    for (const key of new Set(keys)) {
      assert.ok(source.includes(`'setContext', '${key}'`), `${key} is never set`);
    }
  });
});

describe('the settings of the manifest', () => {
  const settings = Object.entries(
    Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
      string,
      { type: string; default: unknown; order: number; markdownDescription: string; scope?: string }
    >,
  );

  it('are those of the code, with defaults of their types', () => {
    const types = new Map(
      [...sourceOf('settings.ts').matchAll(/^ {2}'([\w.]+)': ([^;]+);/gm)].map(([, name, type]) => [
        `kvcert.${name ?? ''}`,
        type,
      ]),
    );
    assert.deepEqual(settings.map(([name]) => name).toSorted(), [...types.keys()].toSorted());
    for (const [name, setting] of settings) {
      const type = Array.isArray(setting.default) ? 'readonly string[]' : typeof setting.default;
      assert.equal(type, types.get(name), name);
    }
  });

  it('are described and ordered', () => {
    for (const { properties } of contributes.configuration) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
      );
    }
    for (const [name, { markdownDescription }] of settings) {
      assert.equal(markdownDescription, `%setting.${name.replace('kvcert.', '')}%`);
    }
  });

  it('that decide whom to trust cannot be set by a folder', () => {
    for (const [name, { scope }] of settings) {
      const isTrust = name.startsWith('kvcert.dns.') || name.endsWith('.certificateAuthority');
      if (isTrust) assert.equal(scope, 'machine', name);
    }
  });
});

describe('the sentences of the manifest', () => {
  it('are all there and all used', () => {
    const used = namesIn(readFileSync(join(ROOT, 'package.json'), 'utf8'), /"%([\w.-]+)%"/g);
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(sentences).toSorted());
  });
});

describe('the manifest', () => {
  it('depends on no other extension, and works everywhere', () => {
    assert.equal(manifest.extensionDependencies, undefined);
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.deepEqual(manifest.capabilities, {
      untrustedWorkspaces: { supported: true },
      virtualWorkspaces: true,
    });
    assert.equal(manifest.engines['vscode'], '^1.105.0');
    assert.equal(manifest.repository, undefined);
  });

  it('says no more than it may to the marketplace', () => {
    assert.ok(manifest.keywords.length <= 5);
    assert.deepEqual(manifest.categories, ['Azure', 'Other']);
  });

  it('contributes colours for all four kinds of themes, and uses them', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.deepEqual(Object.keys(defaults).toSorted(), [
        'dark',
        'highContrast',
        'highContrastLight',
        'light',
      ]);
      assert.ok(source.includes(`'${id}'`), id);
    }
  });

  it('walks newcomers through at most six steps that complete by themselves', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length > 0 && steps.length <= 6);
    for (const { id, media, completionEvents } of steps) {
      assert.ok(existsSync(join(ROOT, media.markdown)), media.markdown);
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) {
        const command = /^onCommand:(.*)$/.exec(event)?.[1];
        if (command !== undefined) assert.ok(commands.has(command), event);
      }
    }
  });
});
