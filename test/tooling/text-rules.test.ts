// Proves that texts for people cannot stand in the page's markup. See: [Note: texts] in eslint.config.mjs.
import { ESLint } from 'eslint'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const eslint = new ESLint({
  cwd: root,
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
})

async function complaints(markup: string): Promise<number> {
  const code = `export const A = ({ isOn, name, Icon, t, showMessage }) => ${markup}\n`
  const [result] = await eslint.lintText(code, { filePath: path.join(root, 'renderer/ui/Button.tsx') })
  return result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').length ?? 0
}

describe('texts in markup', () => {
  it.each([
    '<p>Nothing here</p>',
    '<p>Über uns</p>',
    '<button aria-label="Close" />',
    '<button title={`Remove ${name}`} />',
    "<img alt={'A photo'} />",
    "<button title={isOn ? 'On' : 'Off'} />",
    "<p>{isOn && 'is on'}</p>",
    "<p>{isOn ? 'is on' : name}</p>",
    '<p>{`hello ${name}`}</p>',
    "<button onClick={() => showMessage('Done')} />",
  ])('are found: %s', async (markup) => {
    expect(await complaints(markup)).toBeGreaterThan(0)
  })

  it.each([
    "<p>{t('empty.none')}</p>",
    '<h1 className="title">Fovea</h1>',
    "<button aria-label={t('common.close')} className={isOn ? 'on' : 'off'} data-kind=\"quiet\" />",
    '<p>{name} · {`${name} ×2`}</p>',
    '<p>★ +1</p>',
    "<p key=\"first\">{t(isOn ? 'a.on' : 'a.off')}</p>",
  ])('everything else is fine: %s', async (markup) => {
    expect(await complaints(markup)).toBe(0)
  })
})
