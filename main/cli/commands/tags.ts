/** `fovea tags`: what is in photos. */
import { resolve } from 'node:path'
import type { Tag } from '../../../contract'
import { print, type Context } from '../context'
import { rounded, withSearcher } from './search'

export async function tags(context: Context, files: readonly string[]): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const photos: { path: string; tags: Tag[] }[] = []
    for (const path of files.map((file) => resolve(file))) {
      photos.push({ path, tags: (await searcher.tagsOfFile(path)).map(withRounded) })
    }
    print(context, { photos }, () =>
      photos.map(({ path, tags }) => `${path}\n  ${described(tags.map(({ concept }) => concept))}`).join('\n'),
    )
  })
}

function withRounded({ concept, relevance }: Tag): Tag {
  return { concept, relevance: rounded(relevance) }
}

function described(concepts: readonly string[]): string {
  return concepts.length > 0 ? concepts.join(', ') : 'Nothing is clear.'
}
