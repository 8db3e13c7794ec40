// Duplicates: exact and near ones are grouped, without chains, and the better photo is kept.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDuplicates, isCopyName, type DuplicateCandidate } from './duplicates'
import { HammingIndex, maximumDistance } from './hamming-index'

const pattern = 'a5c3f00f1e2d3c4b'

function flipped(hash: string, bits: readonly number[]): string {
  const mask = bits.reduce((sum, bit) => sum ^ (1n << BigInt(bit)), 0n)
  return (BigInt(`0x${hash}`) ^ mask).toString(16).padStart(16, '0')
}

function photo(id: string, changes: Partial<DuplicateCandidate> = {}): DuplicateCandidate {
  const contentHash = `content of ${id}`
  return {
    id,
    contentHash,
    perceptualHash: null,
    name: `${id}.jpg`,
    width: 40,
    height: 30,
    size: 9,
    date: 5,
    ...changes,
  }
}

const alike = (): number => 1
const unlike = (): number => 0

describe('findDuplicates', () => {
  it('groups files of the same bytes, also without a perceptual hash', async () => {
    const photos = [photo('a', { contentHash: 'x' }), photo('b'), photo('c', { contentHash: 'x' })]
    expect(await findDuplicates(photos, unlike)).toEqual([{ keep: 'a', others: [{ id: 'c', exact: true }] }])
  })

  it('groups altered copies: few bits apart and alike', async () => {
    const photos = [
      photo('small', { perceptualHash: flipped(pattern, [1, 40]), width: 20, height: 15 }),
      photo('original', { perceptualHash: pattern }),
      photo('its copy', { perceptualHash: pattern, contentHash: 'content of original', date: 6 }),
      photo('other', { perceptualHash: '0123456789abcdef' }),
    ]
    expect(await findDuplicates(photos, alike)).toEqual([
      {
        keep: 'original',
        others: [
          { id: 'its copy', exact: true },
          { id: 'small', exact: false },
        ],
      },
    ])
    expect(await findDuplicates(photos, unlike)).toHaveLength(1)
  })

  it('asks for more likeness the more bits differ', async () => {
    const near = [photo('a', { perceptualHash: pattern }), photo('b', { perceptualHash: flipped(pattern, [0, 9, 17]) })]
    const far = [near[0]!, photo('b', { perceptualHash: flipped(pattern, [0, 9, 17, 20, 33, 41, 50, 63]) })]
    expect(await findDuplicates(near, () => 0.5)).toHaveLength(1)
    expect(await findDuplicates(far, () => 0.5)).toHaveLength(0)
    expect(await findDuplicates(far, () => 0.8)).toHaveLength(1)
  })

  it('does not follow chains: each photo is near the one to keep', async () => {
    // Each is 8 bits from the one before, so the third is 16 from the first.
    const chain = Array.from({ length: 6 }, (_, i) =>
      photo(`p${i}`, {
        perceptualHash: flipped(
          pattern,
          Array.from({ length: 8 * i }, (_, bit) => bit),
        ),
        date: i,
      }),
    )
    const groups = await findDuplicates(chain, alike)
    expect(groups.map(({ keep, others }) => [keep, others.map(({ id }) => id)])).toEqual([
      ['p0', ['p1']],
      ['p2', ['p3']],
      ['p4', ['p5']],
    ])
  })

  it('does not compare pictures without structure', async () => {
    const blank = ['0000000000000000', 'ffffffffffffffff', '8000000000000000']
    const photos = blank.flatMap((hash, i) => [
      photo(`a${i}`, { perceptualHash: hash }),
      photo(`b${i}`, { perceptualHash: hash }),
    ])
    expect(await findDuplicates(photos, alike)).toEqual([])
  })

  it.each<[string, Partial<DuplicateCandidate>]>([
    ['more pixels', { width: 41, size: 1 }],
    ['the larger file of as many pixels', { size: 10, name: 'x (1).jpg' }],
    ['a name that is not a copy’s', { name: 'z.jpg', date: 99 }],
    ['the older one', { name: 'copy of y.jpg', date: 4 }],
  ])('keeps %s', async (_, better) => {
    const twins = [
      photo('1', { name: 'copy of x.jpg', perceptualHash: pattern }),
      photo('2', { name: 'copy of x.jpg', perceptualHash: pattern, ...better }),
    ]
    expect((await findDuplicates(twins, alike)).map(({ keep }) => keep)).toEqual(['2'])
  })

  it('gives the same groups in whatever order the photos come, each photo in one at most', async () => {
    const contents = fc.array(
      fc.record({ flips: fc.uniqueArray(fc.nat(63), { maxLength: 12 }), width: fc.integer({ min: 1, max: 4 }) }),
      { maxLength: 25 },
    )
    const shuffles = contents.chain((made) => {
      const photos = made.map(({ flips, width }, i) =>
        photo(`p${i}`, { perceptualHash: flipped(pattern, flips), width }),
      )
      return fc.tuple(fc.constant(photos), fc.shuffledSubarray(photos, { minLength: photos.length }))
    })
    await fc.assert(
      fc.asyncProperty(shuffles, async ([photos, shuffled]) => {
        const groups = await findDuplicates(photos, alike)
        expect(await findDuplicates(shuffled, alike)).toEqual(groups)
        const ids = groups.flatMap(({ keep, others }) => [keep, ...others.map(({ id }) => id)])
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('HammingIndex', () => {
  it('finds exactly the hashes within the maximum distance, each once', () => {
    const hashes = fc.array(
      fc.record({ flips: fc.uniqueArray(fc.nat(63), { maxLength: 20 }) }).map(({ flips }) => flipped(pattern, flips)),
      { minLength: 1, maxLength: 30 },
    )
    const distance = (a: string, b: string): number =>
      (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replace(/0/g, '').length
    fc.assert(
      fc.property(hashes, (all) => {
        const index = new HammingIndex(all)
        const found: [number, number][] = []
        index.visitNear(0, (other, bits) => found.push([other, bits]))
        const expected = all
          .map((hash, i): [number, number] => [i, distance(all[0]!, hash)])
          .filter(([i, bits]) => i !== 0 && bits <= maximumDistance)
        expect(found.sort(([a], [b]) => a - b)).toEqual(expected)
      }),
    )
  })
})

describe('isCopyName', () => {
  it.each([
    'IMG_1 (1).jpg',
    'IMG_1 - Copy.jpg',
    'Copy of IMG_1.jpg',
    'IMG_1 copy 2.jpeg',
    'Kopie von a.png',
    'a_kopie.jpg',
  ])('%s', (name) => expect(isCopyName(name)).toBe(true))
  it.each(['IMG_1.jpg', 'photocopying.jpg', 'Copyright.jpg', 'party (summer).jpg', 'a(1)b.jpg', 'x.copy'])(
    'not %s',
    (name) => expect(isCopyName(name)).toBe(false),
  )
})
