// What the systems say of their batteries.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Power } from '../../contract'
import { parsePmset, parseSupplies, parseWin32Battery, watchPower } from './power'

const mains = { type: 'Mains', scope: '', status: '', capacity: '' }
const battery = (status: string, capacity: string, scope = '') => ({ type: 'Battery', scope, status, capacity })

describe('Linux', () => {
  it('knows mains, a battery, and several', () => {
    expect(parseSupplies([mains])).toEqual({ onBattery: false, level: null })
    expect(parseSupplies([mains, battery('Charging', '41')])).toEqual({ onBattery: false, level: 0.41 })
    expect(parseSupplies([mains, battery('Discharging', '41')])).toEqual({ onBattery: true, level: 0.41 })
    expect(parseSupplies([battery('Discharging', '20'), battery('Full', '100')])).toEqual({
      onBattery: true,
      level: 0.6,
    })
  })

  it('takes the battery of a mouse for none, and one that does not say its charge for unknown', () => {
    expect(parseSupplies([battery('Discharging', '5', 'Device')])).toEqual({ onBattery: false, level: null })
    expect(parseSupplies([battery('Discharging', '')])).toEqual({ onBattery: true, level: null })
  })
})

describe('macOS', () => {
  it('knows both sources, and a computer without a battery', () => {
    const line = ' -InternalBattery-0 (id=1234)\t19%; discharging; 0:41 remaining present: true\n'
    expect(parsePmset(`Now drawing from 'Battery Power'\n${line}`)).toEqual({ onBattery: true, level: 0.19 })
    expect(parsePmset(`Now drawing from 'AC Power'\n${line}`)).toEqual({ onBattery: false, level: 0.19 })
    expect(parsePmset("Now drawing from 'AC Power'\n")).toEqual({ onBattery: false, level: null })
  })
})

describe('Windows', () => {
  it('knows which states are discharging', () => {
    expect(parseWin32Battery('1 64\r\n')).toEqual({ onBattery: true, level: 0.64 })
    expect(parseWin32Battery('2 64\r\n')).toEqual({ onBattery: false, level: 0.64 })
    expect(parseWin32Battery('5 4\r\n')).toEqual({ onBattery: true, level: 0.04 })
    expect(parseWin32Battery('')).toEqual({ onBattery: false, level: null })
  })
})

describe('watching', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('tells the power at once and whenever it is another', async () => {
    let power: Power = { onBattery: false, level: 1 }
    const told: Power[] = []
    const { look, end } = watchPower(
      (now) => told.push(now),
      () => Promise.resolve(power),
    )
    await vi.advanceTimersByTimeAsync(120_000)
    expect(told).toEqual([{ onBattery: false, level: 1 }])
    power = { onBattery: true, level: 0.9 }
    look()
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toHaveLength(2)
    end()
    power = { onBattery: true, level: 0.1 }
    await vi.advanceTimersByTimeAsync(120_000)
    expect(told).toHaveLength(2)
  })
})
