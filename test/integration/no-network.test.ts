// The command line opens no connection, to wherever: counted by the kernel, where nothing else runs.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildCommand, executable } from './support/command'
import { copySample } from './support/engine'
import { temporaryFolders } from './support/folders'
import { attempts, isolation } from './support/network'

const temporary = temporaryFolders()

beforeAll(buildCommand)

describe('the network', () => {
  const way = isolation()
  it('is not touched: indexing, searching, checking, in every process', async (context) => {
    if ('reason' in way) {
      context.skip(`SKIPPED: the connections of the command line cannot be counted: ${way.reason}`)
      return
    }
    const [folder, ownHome] = [temporary(), temporary()]
    for (const name of ['coffee.jpg', 'rocket.jpg']) copySample(name, join(folder, name))
    writeFileSync(join(folder, 'note.md'), 'A rocket was launched.')
    const commands = [`index '${folder}'`, 'search a rocket', `similar '${join(folder, 'coffee.jpg')}'`, 'doctor']
    const script = commands.map((command) => `"$0" "$1" ${command} --json --home '${ownHome}' || exit`).join('\n')
    const inside = (what: string): string[] => [
      ...way.command.slice(1),
      'sh',
      '-c',
      `${what}\ncat /proc/self/net/snmp*`,
    ]
    const run = promisify(execFile)
    const { stdout } = await run(way.command[0]!, [...inside(script), process.execPath, executable], {
      timeout: 100_000,
    })
    expect(stdout).toContain('rocket.jpg')
    // Nothing was sent at all, not even to this machine; and what is sent is counted.
    const silent = Object.fromEntries(Object.entries(attempts(stdout)).map(([name]) => [name, 0]))
    expect(attempts(stdout)).toEqual(silent)
    expect(Object.keys(silent)).toContain('Ip.OutNoRoutes')
    const probe = "\"$0\" -e \"require('net').connect(80, '192.0.2.1').on('error', () => 0)\""
    const loud = await run(way.command[0]!, [...inside(probe), process.execPath])
    expect(attempts(loud.stdout)['Ip.OutNoRoutes']).toBeGreaterThan(0)
  })
})
