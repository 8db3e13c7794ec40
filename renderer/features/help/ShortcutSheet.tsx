/** All keyboard shortcuts, to look through and to search: [Note: commands]. */
import { useId, useState } from 'react'
import { commandIds, commands } from '../../../contract/commands'
import type { CommandId } from '../../../contract'
import { t } from '../../../strings'
import { formatKeys } from '../../app/keys'
import { closeShortcuts, useUi } from '../../app/uiStore'
import { Dialog } from '../../ui/Dialog'
import { useSettings } from '../settings/settingsStore'
import styles from './ShortcutSheet.module.css'

const groups = ['file', 'edit', 'view', 'photo', 'selection', 'viewer', 'help'] as const

export function ShortcutSheet() {
  const isOpen = useUi((ui) => ui.overlay === 'shortcuts')
  return (
    <Dialog title={t('shortcuts.title')} size="wide" open={isOpen} onClose={closeShortcuts}>
      <Sheet />
    </Dialog>
  )
}

function Sheet() {
  const [words, setWords] = useState('')
  const quickSearchKeys = useSettings(({ settings }) => settings.quickSearchKeys)
  const keysFor = (id: CommandId): readonly string[] =>
    id === 'quickSearch' ? [quickSearchKeys].filter(Boolean) : (commands[id].keys ?? [])
  const lines = commandIds.map((id) => ({
    id,
    name: t(`commands.${id}`),
    keys: keysFor(id).map((keys) => formatKeys(keys)),
  }))
  const found = lines.filter((line) => line.keys.length > 0 && isMeant(line, words))
  return (
    <>
      <input
        type="search"
        className={styles['field']}
        aria-label={t('shortcuts.find')}
        placeholder={t('shortcuts.find')}
        value={words}
        autoFocus
        onChange={(event) => {
          setWords(event.target.value)
        }}
      />
      <p role="status" className="visually-hidden">
        {words === '' ? '' : t('shortcuts.found', { count: found.length })}
      </p>
      {found.length === 0 && <p className={styles['none']}>{t('shortcuts.none')}</p>}
      <div className={styles['groups']}>
        {groups.map((group) => (
          <Group key={group} group={group} lines={found.filter(({ id }) => commands[id].group === group)} />
        ))}
      </div>
    </>
  )
}

interface Line {
  id: CommandId
  name: string
  keys: readonly string[]
}

function Group({ group, lines }: { group: (typeof groups)[number]; lines: readonly Line[] }) {
  const headingId = useId()
  if (lines.length === 0) return null
  return (
    <section aria-labelledby={headingId} className={styles['group']}>
      <h3 id={headingId} className={styles['heading']}>
        {t(`menu.${group}`)}
      </h3>
      <dl className={styles['lines']}>
        {lines.map(({ id, name, keys }) => (
          <div key={id} className={styles['line']}>
            <dt>{name}</dt>
            <dd>
              {keys.map((written) => (
                <kbd key={written} className={styles['keys']}>
                  {written}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** By its name, or by the keys. */
function isMeant({ name, keys }: Line, words: string): boolean {
  const text = [name, ...keys].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
