#!/usr/bin/env node
'use strict';
// Starts dist/kd.cjs with code that an earlier start compiled: to compile it again takes longer than most commands do.
const fs = require('node:fs');
const { dirname, isAbsolute, join } = require('node:path');

const root = dirname(__dirname);
const { argv, env } = process;

/** Prints the version, which needs none of kd; not where KD_LANG names another language, as kd says so first. */
function printVersion() {
  if (argv.length !== 3 || !/^(?:-V|--version)$/.test(argv[2]) || !/^(?:en|zh)?$/.test(env.KD_LANG ?? '')) return false;
  try {
    fs.writeSync(1, `${require('../package.json').version}\n`);
    return true;
  } catch {
    return false;
  }
}

/** Where the code is kept: in the user's folder for what can be made again; undefined where there is none. */
function cacheFolder() {
  if (env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const usual = process.platform === 'win32' ? env.LOCALAPPDATA : env.HOME && join(env.HOME, '.cache');
  const folder = env.XDG_CACHE_HOME || usual;
  return folder && isAbsolute(folder) ? join(folder, 'kd', 'code') : undefined;
}

/** The bytes of a file that no one but this user can have written, else undefined: they are run. */
function readOwn(path) {
  let file;
  try {
    file = fs.openSync(path, 'r');
    const { uid, mode } = fs.fstatSync(file);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/** Keeps code for the next start, in one step, and removes that of other builds. Where it fails, nothing is different. */
function keep(folder, name, code) {
  try {
    for (const one of [dirname(dirname(folder)), dirname(folder), folder]) {
      if (!fs.existsSync(one)) fs.mkdirSync(one, { mode: 0o700 });
    }
    const partial = join(folder, `${name}.${process.pid}`);
    fs.writeFileSync(partial, code, { mode: 0o600 });
    fs.renameSync(partial, join(folder, name));
    const build = name.slice(0, name.indexOf('-') + 1);
    for (const other of fs.readdirSync(folder)) if (!other.startsWith(build)) fs.rmSync(join(folder, other));
  } catch {
    // A full disk, a folder that is not to be written: the next start compiles again.
  }
}

/**
 * What dist/kd.cjs exports. V8 tells by the length alone whether code is that of a text: so what is kept is named by the
 * hash that the build wrote in front of the text, Node's version and the processor. Each command keeps its own, which
 * holds the functions that it called.
 */
function load(path) {
  const { Script } = require('node:vm');
  // The build makes it ASCII, which is read as such in half the time.
  const text = fs.readFileSync(path, 'latin1');
  const build = /^\/\/ (\w+)\n/.exec(text)?.[1];
  const command = /^\w+$/.test(argv[2]) ? argv[2] : 'help';
  const name = `${build}-${process.version}-${process.arch}-${command}`;
  const folder = build && cacheFolder();
  const cachedData = folder && readOwn(join(folder, name));
  const script = new Script(`(function (module, exports, require) {${text}\n})`, { filename: path, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module, module.exports, require);
  if (folder && script.cachedDataRejected !== false) {
    process.on('exit', (code) => {
      if (code === 0) keep(folder, name, script.createCachedData());
    });
  }
  return module.exports;
}

if (!printVersion()) {
  let kd;
  try {
    kd = load(join(root, 'dist', 'kd.cjs'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    process.stderr.write('kd: this copy of kd is not built\ntry: npm ci && npm run build\n');
    process.exit(1);
  }
  kd.run(root);
}
