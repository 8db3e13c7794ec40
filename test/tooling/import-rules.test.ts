// Proves that the import rules of eslint.config.mjs bite. See: [Note: import rules] there.
import { ESLint } from 'eslint'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

// One small module in every area, so that imports between them resolve.
const TARGETS = [
  'contract/target.ts',
  'preload/target.ts',
  'renderer/target.ts',
  'strings/target.ts',
  'main/engine/target.ts',
  'main/engine/public.ts',
  'main/shell/target.ts',
  'main/ipc/target.ts',
  'main/cli/target.ts',
  'test/target.ts',
]

let folder: string
let eslint: ESLint

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-import-rules-'))
  await fs.symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  for (const target of TARGETS) {
    await fs.mkdir(path.dirname(path.join(folder, target)), { recursive: true })
    await fs.writeFile(path.join(folder, target), 'export const value = 1\nexport interface Shape { value: number }\n')
  }
  eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: path.join(root, 'eslint.config.mjs'),
    overrideConfig: {
      languageOptions: { parserOptions: { projectService: false } },
      settings: { 'boundaries/root-path': folder },
    },
    // The other rules want type information, which these snippets do not have.
    ruleFilter: ({ ruleId }) => ruleId === 'boundaries/dependencies',
  })
})

afterAll(async () => {
  await fs.rm(folder, { recursive: true, force: true })
})

/** Messages of the import rule about `code` at `filePath`. */
async function complaints(filePath: string, code: string): Promise<string[]> {
  const results = await eslint.lintText(`${code}\n`, { filePath: path.join(folder, filePath) })
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? 'error'}: ${message}`))
}

describe('forbidden imports', () => {
  it.each([
    ['contract/a.ts', "import fs from 'node:fs'"],
    ['contract/a.ts', "import { app } from 'electron'"],
    ['contract/a.ts', "import React from 'react'"],
    ['contract/a.ts', "import { value } from '../main/engine/target'"],
    ['preload/a.ts', "import fs from 'node:fs'"],
    ['preload/a.ts', "import { value } from '../main/shell/target'"],
    ['preload/a.ts', "import { value } from '../renderer/target'"],
    ['strings/a.ts', "import { app } from 'electron'"],
    ['strings/a.ts', "import fs from 'node:fs'"],
    ['strings/a.ts', "import { value } from '../renderer/target'"],
    ['main/engine/search/a.ts', "import { value } from '../../../strings/target'"],
    ['renderer/features/a.tsx', "import { ipcRenderer } from 'electron'"],
    ['renderer/features/a.tsx', "import fs from 'node:fs'"],
    ['renderer/features/a.tsx', "import sharp from 'sharp'"],
    ['renderer/features/a.tsx', "import type { Shape } from '../../main/engine/target'"],
    ['renderer/features/a.tsx', "import { value } from '../../preload/target'"],
    ['main/engine/search/a.ts', "import { app } from 'electron'"],
    ['main/engine/search/a.ts', "import type { App } from 'electron'"],
    ['main/engine/search/a.ts', "import { app } from 'electron/main'"],
    ['main/engine/search/a.ts', "export const electron = await import('electron')"],
    ['main/engine/search/a.ts', "export const electron = require('electron')"],
    ['main/engine/search/a.ts', "export { value } from '../../shell/target'"],
    ['main/engine/search/a.ts', "import { value } from '../../ipc/target'"],
    ['main/engine/search/a.ts', "import { value } from '../../cli/target'"],
    ['main/engine/search/a.ts', "import { value } from '../../../renderer/target'"],
    ['main/engine/search/a.ts', "import { value } from '../../../test/target'"],
    ['main/shell/a.ts', "import { value } from '../engine/target'"],
    ['main/shell/a.ts', "import { value } from '../cli/target'"],
    ['main/ipc/a.ts', "import { value } from '../engine/target'"],
    ['main/index.ts', "import { value } from './engine/target'"],
    ['main/cli/a.ts', "import { app } from 'electron'"],
    ['main/cli/a.ts', "import { value } from '../shell/target'"],
  ])('%s: %s', async (filePath, code) => {
    expect(await complaints(filePath, code)).toEqual([expect.stringMatching(/^boundaries\/dependencies: /)])
  })
})

describe('allowed imports', () => {
  it.each([
    ['contract/a.ts', "import { z } from 'zod'\nimport { value } from './target'"],
    ['preload/a.ts', "import { ipcRenderer } from 'electron'\nimport { value } from '../contract/target'"],
    ['renderer/features/a.tsx', "import { useState } from 'react'\nimport { value } from '../../contract/target'"],
    [
      'main/engine/search/a.ts',
      "import fs from 'node:fs'\nimport sharp from 'sharp'\nimport { value } from '../target'",
    ],
    ['main/engine/search/a.test.ts', "import { it } from 'vitest'\nimport { value } from '../../../test/target'"],
    ['main/shell/a.ts', "import { app } from 'electron'\nimport { value } from '../engine/public'"],
    ['main/shell/a.ts', "import type { Shape } from '../engine/target'\nimport { value } from '../ipc/target'"],
    ['main/index.ts', "import indexer from './engine/target?modulePath'\nimport { value } from './shell/target'"],
    ['main/shell/a.ts', "import indexer from '../engine/target?modulePath'"],
    ['main/cli/a.ts', "import { value } from '../engine/target'\nimport { z } from 'zod'"],
    ['test/a.test.ts', "import { value } from '../main/engine/target'\nimport { app } from 'electron'"],
  ])('%s: %s', async (filePath, code) => {
    expect(await complaints(filePath, code)).toEqual([])
  })
})
