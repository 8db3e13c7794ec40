#!/usr/bin/env node
// The `fovea` command. In a checkout it first brings the built command line up to date.
const os = require('node:os')

// Decoding and the vector store share libuv's pool, whose default of four threads starves both.
// It is created on first use, so this must come before anything else.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, os.cpus().length))

// Before anything is loaded: [Note: telemetry] in main/engine/onnxruntime.ts.
process.env.ORT_DISABLE_TELEMETRY = '1'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')
const entry = path.join(root, 'out', 'cli', 'fovea.js')

if (fs.existsSync(path.join(root, 'main', 'cli', 'index.ts'))) buildIfStale()
require(entry)

function buildIfStale() {
  const { isFresh } = require('../scripts/freshness.cjs')
  if (isFresh('cli')) return
  if (process.stderr.isTTY) process.stderr.write('Building the command line…\n')
  const script = path.join(root, 'scripts', 'build.mjs')
  // Its progress is for terminals of developers; on failure it explains itself on stderr. stdout stays the command's own.
  const { status, stderr } = spawnSync(process.execPath, [script, 'cli'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return
  process.stderr.write(stderr)
  process.exit(1)
}
