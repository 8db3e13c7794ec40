/** Draws pages of known text: sizes, colours, faces, noise, turned ones. */
import sharp from 'sharp'
import { randomNumbers } from './synthetic-library'

export interface Page {
  name: string
  text: string
  bytes: Buffer
}

const letter = `Dear Ms Thompson,
thank you for your order number 48213 of 17 March.
The garden chairs will arrive on Friday between
nine and eleven in the morning. Please have the
invoice ready and sign the delivery note.
Kind regards, Harbour Furniture Ltd`

const german = `Sehr geehrte Frau Müller,
für Ihre Bestellung über 129,90 Euro danken wir.
Die Gartenstühle kommen am Freitag in die
Königstraße. Bitte prüfen Sie die Rechnung
und bestätigen Sie den Empfang.
Mit freundlichen Grüßen, Möbelhaus Jäger`

const french = `Chère Madame Lefèvre,
nous vous remercions de votre commande reçue
le 3 août. La livraison est prévue à la fin
du mois. Veuillez garder cette facture.`

const sign = `OPEN DAILY`

interface Style {
  size: number
  font?: string
  ink?: string
  paper?: string
  margin?: number
}

/** Black on white unless it is said otherwise. The text is drawn at `size` pixels an em. */
async function draw(
  text: string,
  { size, font = 'Sans', ink = '#000000', paper = '#ffffff', margin = size * 2 }: Style,
) {
  // Pango measures in points: at 72 dots an inch a point is a pixel.
  const markup = `<span foreground="${ink}">${text.replaceAll('&', '&amp;')}</span>`
  const drawn = await sharp({ text: { text: markup, font: `${font} ${size}`, dpi: 72, rgba: true } })
    .png()
    .toBuffer()
  const { width, height } = await sharp(drawn).metadata()
  return sharp({ create: { width: width + 2 * margin, height: height + 2 * margin, channels: 3, background: paper } })
    .composite([{ input: drawn, left: margin, top: margin }])
    .png()
    .toBuffer()
}

async function onWhite(width: number, height: number, page: Buffer, left: number, top: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#dfe3e6' } })
    .composite([{ input: page, left, top }])
    .jpeg({ quality: 85 })
    .toBuffer()
}

async function noisy(page: Buffer, strength: number): Promise<Buffer> {
  const { data, info } = await sharp(page).raw().toBuffer({ resolveWithObject: true })
  const random = randomNumbers(7)
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, data[i]! + (random() - 0.5) * 2 * strength))
  const { width, height, channels } = info
  return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 70 }).toBuffer()
}

export async function drawCases(): Promise<Page[]> {
  const page = await draw(letter, { size: 24 })
  const turned = (angle: number): Promise<Buffer> =>
    sharp(page).rotate(angle, { background: '#ffffff' }).png().toBuffer()
  return [
    { name: 'letter, 12 px', text: letter, bytes: await draw(letter, { size: 12 }) },
    { name: 'letter, 16 px', text: letter, bytes: await draw(letter, { size: 16 }) },
    { name: 'letter, 24 px', text: letter, bytes: page },
    { name: 'letter, 64 px', text: letter, bytes: await draw(letter, { size: 64 }) },
    { name: 'letter, serif', text: letter, bytes: await draw(letter, { size: 20, font: 'Serif' }) },
    { name: 'letter, typewriter', text: letter, bytes: await draw(letter, { size: 20, font: 'Monospace' }) },
    {
      name: 'light on dark',
      text: letter,
      bytes: await draw(letter, { size: 20, ink: '#d4d4d4', paper: '#1e1e1e' }),
    },
    {
      name: 'low contrast',
      text: letter,
      bytes: await draw(letter, { size: 24, ink: '#8a8a8a', paper: '#b4b4b4' }),
    },
    { name: 'coloured', text: letter, bytes: await draw(letter, { size: 24, ink: '#c02020', paper: '#20a040' }) },
    { name: 'noise', text: letter, bytes: await noisy(page, 70) },
    {
      name: 'photo of a page',
      text: letter,
      bytes: await onWhite(3000, 2000, await draw(letter, { size: 34 }), 900, 600),
    },
    {
      name: 'screen, 14 px of 2560',
      text: letter,
      bytes: await onWhite(2560, 1440, await draw(letter, { size: 14 }), 300, 200),
    },
    { name: 'turned by 7 degrees', text: letter, bytes: await turned(7) },
    { name: 'EXIF orientation 6', text: letter, bytes: await exifTurned(page) },
    { name: 'on its side', text: letter, bytes: await turned(90) },
    { name: 'upside down', text: letter, bytes: await turned(180) },
    {
      name: 'a sign',
      text: sign,
      bytes: await onWhite(1600, 1200, await draw(sign, { size: 90, ink: '#fff', paper: '#135' }), 400, 300),
    },
    { name: 'German', text: german, bytes: await draw(german, { size: 24 }) },
    { name: 'French', text: french, bytes: await draw(french, { size: 24 }) },
  ]
}

async function exifTurned(page: Buffer): Promise<Buffer> {
  const lying = await sharp(page).rotate(-90).jpeg({ quality: 85 }).toBuffer()
  return sharp(lying).withMetadata({ orientation: 6 }).jpeg({ quality: 85 }).toBuffer()
}
