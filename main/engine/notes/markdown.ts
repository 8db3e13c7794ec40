/** What Markdown says without its signs: for titles, and for the text tower. */

const frontMatter = /^---\n([\s\S]*?)\n(?:---|\.\.\.)\n/

export function isMarkdownName(name: string): boolean {
  return /\.(md|markdown)$/i.test(name)
}

/** The title that the front matter names, or the first heading. */
export function markdownTitle(text: string): string | null {
  const named = /^title:[ \t]*(["']?)(.+?)\1[ \t]*$/m.exec(frontMatter.exec(text)?.[1] ?? '')?.[2]
  const heading = /^(?:#{1,6}[ \t]+(.+?)[ \t]*#*|(\S.*)\n(?:=+|-+)[ \t]*)$/m.exec(text.replace(frontMatter, ''))
  const title = named ?? heading?.[1] ?? heading?.[2]
  return title === undefined ? null : withoutSigns(title) || null
}

/** One line without signs, links and code fences. */
export function withoutSigns(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/^(?:```|~~~).*$/gm, ' ')
    .replace(/!?\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, '$1')
    .replace(/!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/gm, '')
    .replace(/^[ \t]*(?:[-*_=][ \t]*){3,}$/gm, ' ')
    .replace(/(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)\1/g, '$2')
    .replace(/[|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
