/** Where the computer's power comes from, and how full its battery is. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Power } from '../../contract'

const run = promisify(execFile)
/** A program that says nothing for so long has nothing to say. */
const limitMs = 10_000
/** How often a battery is looked at. It loses no more than a percent or two meanwhile. */
const everyMs = 30_000

const supplies = '/sys/class/power_supply'
const onMains: Power = { onBattery: false, level: null }

/** What cannot be found out counts as mains: indexing must not stand still because of it. */
export async function readPower(): Promise<Power> {
  try {
    switch (process.platform) {
      case 'linux':
        return parseSupplies(await readSupplies())
      case 'darwin':
        return parsePmset((await run('/usr/bin/pmset', ['-g', 'batt'], { timeout: limitMs })).stdout)
      case 'win32':
        return parseWin32Battery(await readWin32Battery())
      default:
        return onMains
    }
  } catch {
    return onMains
  }
}

/** Calls back with the power now and whenever it has changed. Returns the function that ends it. */
export function watchPower(onPower: (power: Power) => void, read = readPower): { look: () => void; end: () => void } {
  let last = ''
  let isEnded = false
  const look = (): void => {
    void read().then((power) => {
      const now = JSON.stringify(power)
      if (isEnded || now === last) return
      last = now
      onPower(power)
    })
  }
  look()
  const timer = setInterval(look, everyMs)
  timer.unref()
  return {
    look,
    end: () => {
      isEnded = true
      clearInterval(timer)
    },
  }
}

/** What Linux says of one supply: the contents of its files. */
export interface Supply {
  type: string
  /** Device: the battery of a mouse or a headset. */
  scope: string
  status: string
  capacity: string
}

async function readSupplies(): Promise<Supply[]> {
  const names = await readdir(supplies)
  const read = (name: string, file: string): Promise<string> =>
    readFile(join(supplies, name, file), 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
  return Promise.all(
    names.map(async (name) => {
      const [type, scope, status, capacity] = await Promise.all(
        ['type', 'scope', 'status', 'capacity'].map((file) => read(name, file)),
      )
      return { type: type!, scope: scope!, status: status!, capacity: capacity! }
    }),
  )
}

export function parseSupplies(supplies: readonly Supply[]): Power {
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device')
  const levels = batteries.map(({ capacity }) => Number.parseFloat(capacity)).filter((level) => Number.isFinite(level))
  return {
    onBattery: batteries.some(({ status }) => status === 'Discharging'),
    level: mean(levels),
  }
}

/** `pmset -g batt` of macOS: "Now drawing from 'Battery Power'", then a line with a percentage for each battery. */
export function parsePmset(text: string): Power {
  const levels = [...text.matchAll(/(\d+)%/g)].map(([, percent]) => Number(percent))
  return { onBattery: /drawing from 'Battery Power'/.test(text), level: mean(levels) }
}

/** Windows has no program of its own that says it in one line; its management interface does. */
async function readWin32Battery(): Promise<string> {
  const command =
    'Get-CimInstance Win32_Battery | ForEach-Object { "$($_.BatteryStatus) $($_.EstimatedChargeRemaining)" }'
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command], {
    timeout: limitMs,
    windowsHide: true,
  })
  return stdout
}

/** A line for each battery: its status, of which 1, 4 and 5 are discharging, and its charge in percent. */
export function parseWin32Battery(text: string): Power {
  const batteries = [...text.matchAll(/^(\d+) (\d*)/gm)].map(([, status, charge]) => ({ status, charge }))
  const levels = batteries.filter(({ charge }) => charge !== '').map(({ charge }) => Number(charge))
  return { onBattery: batteries.some(({ status }) => ['1', '4', '5'].includes(status ?? '')), level: mean(levels) }
}

/** Percentages to a share. */
function mean(percent: readonly number[]): number | null {
  if (percent.length === 0) return null
  const sum = percent.reduce((total, value) => total + value, 0)
  return Math.min(1, Math.max(0, sum / percent.length / 100))
}
