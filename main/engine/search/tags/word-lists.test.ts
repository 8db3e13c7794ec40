// Lists of concepts as people write them.
import { describe, expect, it } from 'vitest'
import { fold, parseList } from './word-lists'

describe('parseList', () => {
  it('takes a concept a line, whatever the editor did to the file', () => {
    const text = '\uFEFF# my words\r\n\r\ngarden  shed\r\n\tGrandma’s boat \n#x\nrose\u0301 wine\r'
    expect(parseList(text)).toEqual(['garden shed', 'Grandma’s boat', 'rosé wine'])
  })

  it('is empty for an empty file', () => {
    expect(parseList('')).toEqual([])
  })
})

describe('fold', () => {
  it('forgets case, diacritics and the kind of apostrophe', () => {
    expect(fold('Rosé  Wine')).toBe(fold('rose\u0301 wine'))
    expect(fold('ROSE WINE')).toBe(fold('rosé wine'))
    expect(fold('Valentine’s Day')).toBe("valentine's day")
    expect(fold('Ångström')).toBe('angstrom')
  })
})
