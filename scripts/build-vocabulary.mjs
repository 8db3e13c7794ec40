/**
 * Makes the vectors beside the lists in resources/vocabulary, so that nobody waits until the starter model has embedded them:
 *
 *   node scripts/build-vocabulary.mjs
 *
 * Needed after a change of the lists or of the starter model, which `test/integration/tags.test.ts` notices.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { main, Problem, root, runNode } from './repository.mjs'

await main(async () => {
  const lists = path.join(root, 'resources', 'vocabulary')
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-vocabulary-'))
  try {
    for (const name of readdirSync(lists)) if (name.endsWith('.f32')) rmSync(path.join(lists, name))
    const sample = path.join(root, 'resources', 'samples', 'coffee.jpg')
    for (const args of [
      ['index', path.dirname(sample)],
      ['tags', sample],
    ]) {
      const { code, output } = await runNode([path.join(root, 'bin', 'fovea.js'), ...args, '--home', home])
      if (code !== 0) throw new Problem(output.trim())
    }
    const vectors = path.join(home, 'concepts', 'vectors')
    for (const name of readdirSync(vectors)) cpSync(path.join(vectors, name), path.join(lists, name))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  return 0
})
