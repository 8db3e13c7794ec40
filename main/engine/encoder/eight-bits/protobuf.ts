/** Protocol buffers in memory: messages as lists of fields, and back. What nobody asks for stays the bytes it is. */

export interface Field {
  number: number
  /** As in the format: 0 a varint, 1 eight bytes, 2 bytes of any length, 5 four bytes. */
  wire: number
  /** Of a varint. */
  value: number
  /** What it holds, a varint apart. */
  bytes: Buffer
  /** The field as it lies in the message, with its number. */
  raw: Buffer
}

/** Throws RangeError where the bytes are no message. */
export function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number that never ends')
  }
  while (at < message.length) {
    const start = at
    const tag = varint()
    const wire = tag & 7
    const value = wire === 0 || wire === 2 ? varint() : 0
    const length = wire === 2 ? value : wire === 1 ? 8 : wire === 5 ? 4 : 0
    if (wire !== 0 && length === 0 && wire !== 2) throw new RangeError('an unknown kind of field')
    if (at + length > message.length) throw new RangeError('a field is longer than what it lies in')
    const bytes = message.subarray(at, at + length)
    at += length
    fields.push({ number: Math.floor(tag / 8), wire, value, bytes, raw: message.subarray(start, at) })
  }
  return fields
}

export function textsOf(fields: readonly Field[], number: number): string[] {
  return fields.filter((field) => field.number === number).map(({ bytes }) => bytes.toString('utf8'))
}

/** Whole numbers of a field that is repeated, whether one by one or packed. */
export function wholesOf(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap(({ wire, value, bytes }) => (wire === 0 ? [value] : fieldsOf(asVarints(bytes)).map((each) => each.value)))
}

/** Packed varints as a message whose fields all have the number 1. */
function asVarints(packed: Buffer): Buffer {
  const out: number[] = []
  let isStart = true
  for (const byte of packed) {
    if (isStart) out.push(8)
    out.push(byte)
    isStart = byte < 0x80
  }
  return Buffer.from(out)
}

/** A field that holds bytes: a text, a message, or data. */
export function bytesField(number: number, content: string | readonly Uint8Array[]): Buffer[] {
  const parts = typeof content === 'string' ? [Buffer.from(content)] : content
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return [varintBytes(number * 8 + 2), varintBytes(length), ...(parts as Buffer[])]
}

export function wholeField(number: number, value: number): Buffer[] {
  return [varintBytes(number * 8), varintBytes(value)]
}

function varintBytes(value: number): Buffer {
  const parts: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    parts.push(rest >= 128 ? (rest % 128) + 128 : rest)
    if (rest < 128) return Buffer.from(parts)
  }
}
