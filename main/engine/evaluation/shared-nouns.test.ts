import { expect, it } from 'vitest'
import { sharedNouns } from './shared-nouns'

const once = { photos: 1, places: 1 }
const nouns = (...captions: string[]): string[] => sharedNouns([captions], once).map(({ noun }) => noun)

it('takes words behind a determiner and before what ends a noun', () => {
  expect(nouns('A dog runs on the grass .')).toEqual(['dog', 'grass'])
  expect(nouns('Two dogs playing with a ball in the water')).toEqual(['ball', 'dogs', 'water'])
  expect(nouns('his hat', 'her dress .')).toEqual(['dress', 'hat'])
})

it('leaves adjectives and verbs alone', () => {
  expect(nouns('A black dog')).toEqual([])
  expect(nouns('a black and white dog', 'a large , brown dog')).toEqual([])
  expect(nouns('dogs run in the deep snow .')).toEqual([])
})

it('names each with the determiner that is most frequent', () => {
  expect(sharedNouns([['a man in the water', 'the water is cold', 'his hat']], once)).toEqual([
    { noun: 'hat', withArticle: 'his hat' },
    { noun: 'man', withArticle: 'a man' },
    { noun: 'water', withArticle: 'the water' },
  ])
})

it('counts photos, not captions', () => {
  const captions = ['a dog .', 'a dog .', 'a dog .']
  expect(sharedNouns([captions], { photos: 2, places: 3 })).toEqual([])
  expect(sharedNouns([captions, ['dog']], { photos: 2, places: 3 })).toHaveLength(1)
})
