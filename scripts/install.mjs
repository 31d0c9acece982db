/**
 * Runs before every npm script: installs the locked dependencies when they are missing or stale,
 * and does nothing (in some milliseconds) otherwise.
 *
 * It uses Node's own modules only and must run on the oldest Node that a newcomer may have (20), as
 * it is what brings the Node that all other scripts run on: the packages `node-<platform>-<arch>`
 * put it into node_modules/.bin, which npm places first on the scripts' PATH.
 *
 * `node scripts/install.mjs --record` only notes that node_modules is current. npm calls it by the
 * script `dependencies` after an install by hand.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_BOOTSTRAP_NODE = 20;
const OLDEST_SCRIPT_NODE = 24;
const INSTALL_TIMEOUT_MS = 15 * 60_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.installed-from');

/** Ends the run with a message that says what to do. */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** What node_modules must have been made from: lock file, dependency sections and platform. */
function fingerprint() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return createHash('sha256')
    .update(`${process.platform} ${process.arch}\n`)
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(
      JSON.stringify([
        manifest.dependencies,
        manifest.devDependencies,
        manifest.optionalDependencies,
        manifest.overrides,
      ]),
    )
    .digest('hex');
}

function installedFrom() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** How to start npm: the one that runs us, else the one on PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) {
    return { file: process.env.npm_node_execpath ?? process.execPath, args: [cli], shell: false };
  }
  // npm is a .cmd file on Windows, which only a shell can start.
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

function install() {
  const npm = npmCommand();
  process.stderr.write('Installing the locked dependencies (npm ci) ...\n');
  const started = Date.now();
  const result = spawnSync(
    npm.file,
    [
      ...npm.args,
      'ci',
      // A machine set up for production would leave out the tools and the private Node.
      '--include=dev',
      '--include=optional',
      // No dependency needs its install script (package.json, allowScripts).
      '--ignore-scripts',
      // Below this lie the complaints about the bootstrap Node being older than some engines ask.
      '--loglevel=error',
      '--no-progress',
    ],
    { cwd: root, encoding: 'utf8', shell: npm.shell, timeout: INSTALL_TIMEOUT_MS },
  );
  if (result.error?.code === 'ENOENT') {
    fail('npm was not found. It comes with Node: https://nodejs.org/en/download');
  }
  if (result.error !== undefined || result.status !== 0) {
    const end =
      result.error?.message ??
      (result.status === null ? `ended by ${result.signal}` : `exit code ${result.status}`);
    fail(`${result.stdout ?? ''}${result.stderr ?? ''}\nnpm ci failed: ${end}.`);
  }
  writeFileSync(stampFile, fingerprint());
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

/** The scripts are TypeScript as it is, which needs a Node that a newcomer need not have. */
function checkScriptNode() {
  const bin = join(root, 'node_modules', '.bin');
  if (existsSync(join(bin, 'node')) || existsSync(join(bin, 'node.cmd'))) {
    return;
  }
  if (Number.parseInt(process.versions.node, 10) < OLDEST_SCRIPT_NODE) {
    fail(
      `The scripts run on Node ${OLDEST_SCRIPT_NODE} or newer. No npm package brought it for ` +
        `${process.platform} on ${process.arch}, and this is Node ${process.versions.node}: ` +
        'install a newer one from https://nodejs.org/en/download',
    );
  }
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_BOOTSTRAP_NODE) {
  fail(
    `Node ${OLDEST_BOOTSTRAP_NODE} or newer is needed, this is ${process.versions.node}. ` +
      'See https://nodejs.org/en/download',
  );
}
if (process.argv.includes('--record')) {
  writeFileSync(stampFile, fingerprint());
} else {
  if (installedFrom() !== fingerprint()) {
    install();
  }
  checkScriptNode();
}
