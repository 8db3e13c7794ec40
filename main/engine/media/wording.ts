/** Flattens what is written about a photo to a sentence for the text tower. */
import { placeOf, type MetadataColumns } from '../store/schema'

type Said = Pick<MetadataColumns, 'title' | 'description' | 'keywords' | 'city' | 'region' | 'country'>

/** The text tower reads some fifty words; keywords and the place are to be among them. */
const mostDescription = 180
const mostKeywords = 12
/** What cameras and programs write into fields that are meant for people. */
const notSaid =
  /^(?:olympus digital camera|minolta digital camera|kodak digital still camera|konica minolta digital camera|sony dsc|samsung(?: camera pictures)?|exif[_ ]jpeg[_ ]picture|digital camera|dcim\\.*|default|untitled|unknown|null|cof|hdrpl|rhdr|dav|processed with .*|created (?:by|with) .*|screenshot|camera roll|image|photo)$/i
/** A name that a camera gave, "DSC_0123" or "20190704_183012". */
const fileName = /^[\p{L}_-]{0,8}[-_ ]?\d{3,}[-_\d]*(?:\.\w{2,4})?$/u

/**
 * Title, description, keywords and place, as far as there are any; undefined where there are none. No dates and no camera:
 * there are filters for these, and the text tower makes nothing of them.
 */
export function sentenceOf(metadata: Said): string | undefined {
  const title = said(metadata.title)
  const description = said(metadata.description)
  const repeats = title !== '' && description.toLowerCase().includes(title.toLowerCase())
  const keywords = (metadata.keywords ?? '')
    .split('\n')
    .map((keyword) => leaf(keyword).trim())
    .filter((keyword) => keyword !== '' && !notSaid.test(keyword))
  const parts = [
    repeats ? '' : title,
    shortened(description),
    [...new Set(keywords)].slice(0, mostKeywords).join(', '),
    placeOf(metadata) ?? '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? undefined : parts.map(closed).join(' ')
}

function said(text: string | null): string {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim()
  return notSaid.test(plain) || fileName.test(plain) || !/[\p{L}\p{N}]/u.test(plain) ? '' : plain
}

/** The last part of a keyword in a hierarchy: "Animals|Birds|Owl". */
function leaf(keyword: string): string {
  return keyword.slice(Math.max(keyword.lastIndexOf('|'), keyword.lastIndexOf('/')) + 1)
}

/** Cut off after a sentence where one ends in time, else after a word. */
function shortened(text: string): string {
  if (text.length <= mostDescription) return text
  const start = text.slice(0, mostDescription)
  const end = /^.{40,}[.!?](?=\s)/u.exec(start)?.[0].length ?? start.lastIndexOf(' ')
  return start.slice(0, end > 0 ? end : mostDescription)
}

function closed(part: string): string {
  return /[.!?…]$/.test(part) ? part : `${part}.`
}
