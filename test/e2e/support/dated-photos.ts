// Photos with dates and places, made of the sample photos.
import { mkdirSync, mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { sample } from './samples'

export interface DatedPhoto {
  /** Below the folder. */
  file: string
  sample: string
  /** Local time, "2019:07:21 15:04:05". */
  date: string
  /** Degrees: latitude and longitude. */
  at?: [number, number]
}

export async function datedFolder(photos: readonly DatedPhoto[]): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-dated-'))
  for (const [index, photo] of photos.entries()) {
    const file = path.join(folder, photo.file)
    mkdirSync(path.dirname(file), { recursive: true })
    await sharp(sample(photo.sample))
      .resize(320 + index) // no two files are the same
      .withExif({
        IFD2: { DateTimeOriginal: photo.date },
        ...(photo.at && { IFD3: place(photo.at) }),
      })
      .jpeg({ quality: 80 })
      .toFile(file)
  }
  return folder
}

function place([latitude, longitude]: [number, number]): Record<string, string> {
  return {
    GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
    GPSLatitude: degrees(latitude),
    GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
    GPSLongitude: degrees(longitude),
  }
}

/** As EXIF has it: degrees, minutes and seconds, each a fraction. */
function degrees(value: number): string {
  const [whole, rest] = [Math.floor(Math.abs(value)), Math.abs(value) % 1]
  return `${String(whole)}/1 0/1 ${String(Math.round(rest * 3600 * 100))}/100`
}
