/** Settings: folders, looks, words, and what this copy of Fovea is. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Dialog } from '../../ui/Dialog'
import { About } from './About'
import { FolderList } from './FolderList'
import { ThemeChoice } from './ThemeChoice'
import { WordListEditor } from './WordLists'
import styles from './SettingsDialog.module.css'

export function SettingsDialog() {
  const isOpen = useUi((ui) => ui.overlay === 'settings')
  return (
    <Dialog title="Settings" open={isOpen} onClose={closeOverlay}>
      <Section title="Folders">
        <FolderList />
      </Section>
      <Section title="Appearance">
        <ThemeChoice />
      </Section>
      <Section title="Never show">
        <WordListEditor
          list="hiddenConcepts"
          name="Never show"
          explanation="Photos that show one of these are left out of the library and of every search. Their files stay where they are."
          placeholder="A word, such as: hospital"
        />
      </Section>
      <Section title="My words">
        <WordListEditor
          list="vocabulary"
          name="My words"
          explanation="Fovea also looks for these when it says what is in a photo. Things that can be seen work best."
          placeholder="A word, such as: kitesurfing"
        />
      </Section>
      <Section title="About Fovea">
        <About />
      </Section>
    </Dialog>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h3 id={id} className={styles['heading']}>
        {title}
      </h3>
      {children}
    </section>
  )
}
