import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Licences that may be shipped inside an MIT-licensed bundle. */
const SHIPPABLE = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
]);

/** Names of the files that hold a licence, a notice or a copyright, in any spelling. */
const LICENCE_FILE = /^(licen[cs]e|copying|copyright|notice|third-?party-?notices?)([.-].*)?$/i;

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly homepage: string | undefined;
  readonly repository: string | undefined;
  /** The texts of its licence files, in the order of their names. */
  readonly texts: readonly string[];
}

/**
 * The notices that must go along with a bundle: for each package of which the bundle holds code its
 * name, version, licence and the full text of its licence files, and then the legal comments that
 * esbuild found in the sources. A package that was published without its licence file is given that
 * of another one from the same repository under the same licence.
 *
 * @throws Error if a package's licence is not one that may be shipped or if its text is missing.
 */
export async function thirdPartyNotices(
  root: string,
  metafile: Metafile,
  legalComments: string,
): Promise<string> {
  const packages = await Promise.all(
    bundledFolders(metafile).map((folder) => readPackage(join(root, folder))),
  );
  const sections = packages
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))
    .map((bundled) => section(bundled, licenceTexts(bundled, packages)));
  const comments = legalComments.trim();
  return [
    `This program contains code of ${packages.length} other packages, under the following terms.\n`,
    ...sections,
    ...(comments === ''
      ? []
      : [`${RULE}\nComments in the sources of these packages\n\n${comments}\n`]),
  ].join('\n');
}

const RULE = '-'.repeat(80);

function section(bundled: BundledPackage, texts: readonly string[]): string {
  const { name, version, licence, homepage } = bundled;
  const head = [`${name} ${version}`, `License: ${licence}`];
  if (homepage !== undefined) {
    head.push(homepage);
  }
  return `${RULE}\n${head.join('\n')}\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}

function licenceTexts(bundled: BundledPackage, all: readonly BundledPackage[]): readonly string[] {
  const { name, version, licence, repository } = bundled;
  if (bundled.texts.length > 0) {
    return bundled.texts;
  }
  const sibling = all.find(
    (other) =>
      other.texts.length > 0 &&
      other.licence === licence &&
      other.repository !== undefined &&
      other.repository === repository,
  );
  if (sibling === undefined) {
    throw new Error(`${name} ${version} (${licence}) carries no licence text.`);
  }
  return [`(The text of ${sibling.name}, from the same repository.)`, ...sibling.texts];
}

/** The folders of the packages that left at least a byte in an output. */
export function bundledFolders(metafile: Metafile): string[] {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (folder !== undefined && bytesInOutput > 0) {
        folders.add(folder);
      }
    }
  }
  return [...folders].sort();
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name = folder, version = '?', license: licence = 'none' } = manifest;
  if (!isShippable(licence)) {
    throw new Error(`${name} ${version} cannot be shipped: its licence is ${licence}.`);
  }
  const names = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), 'utf8')));
  const { homepage, repository } = manifest;
  const url = typeof repository === 'string' ? repository : repository?.url;
  return { name, version, licence, homepage, repository: url, texts };
}

/** An SPDX expression is fine if one of its alternatives is. */
function isShippable(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => SHIPPABLE.has(alternative.trim()));
}
