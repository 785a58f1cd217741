#!/usr/bin/env node
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { isatty } = require('node:tty');

let main;
try {
  ({ main } = require('../dist/kd.cjs'));
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  process.stderr.write('kd: this copy of kd is not built\ntry: npm ci && npm run build\n');
  process.exit(1);
}

// A reader that went away (`kd list | head -1`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stdout) process.stderr.write(`kd: the output cannot be written (${error.code})\n`);
    process.exit(1);
  });
}
process.on('SIGINT', () => process.exit(130));

function readInput() {
  try {
    return readFileSync(0);
  } catch (error) {
    // A standard input that is closed, or open but not readable now, is an empty one.
    if (['EAGAIN', 'EBADF', 'EISDIR', 'ENXIO'].includes(error.code)) return new Uint8Array();
    throw error;
  }
}

function now() {
  const set = process.env.KD_NOW;
  if (!set) return new Date();
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(set) ? `${set}T12:00:00` : set);
}

const io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // Not process.stdin: touching it makes a pipe non-blocking, and one whose text comes late would seem empty.
  readStdin: () => (isatty(0) ? undefined : readInput()),
  isTerminal: {
    out: process.stdout.isTTY === true,
    err: process.stderr.isTTY === true,
    in: isatty(0),
  },
  // Read only where it is a terminal, for the reason above.
  get dialogue() {
    return isatty(0) && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined;
  },
  columns: process.stdout.columns ?? 80,
  rows: process.stdout.rows ?? 24,
  env: process.env,
  now: now(),
};

main(process.argv.slice(2), io, join(__dirname, '..')).then((code) => {
  process.exitCode = code;
});
