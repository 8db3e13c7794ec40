/** Settings: folders, indexing, looks, words, and what this copy of Fovea is. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { t } from '../../../strings'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Dialog } from '../../ui/Dialog'
import { ModelSection } from '../models/ModelSection'
import { UpdateSection } from '../updates/UpdateSection'
import { About } from './About'
import { CpuShareChoice } from './CpuShareChoice'
import { DensityChoice } from './DensityChoice'
import { DesktopChoices } from './DesktopChoices'
import { FolderList } from './FolderList'
import { LanguageChoice } from './LanguageChoice'
import { ReadingChoice } from './ReadingChoice'
import { ThemeChoice } from './ThemeChoice'
import { WordListEditor } from './WordLists'
import styles from './SettingsDialog.module.css'

export function SettingsDialog() {
  const isOpen = useUi((ui) => ui.overlay === 'settings')
  return (
    <Dialog title={t('app.settings')} open={isOpen} onClose={closeOverlay}>
      <Section title={t('settings.folders')}>
        <FolderList />
      </Section>
      <Section title={t('models.section')}>
        <ModelSection />
      </Section>
      <Section title={t('status.indexing')}>
        <CpuShareChoice />
      </Section>
      <Section title={t('settings.reading')}>
        <ReadingChoice />
      </Section>
      <Section title={t('settings.appearance')}>
        <ThemeChoice />
        <DensityChoice />
        <LanguageChoice />
      </Section>
      <Section title={t('settings.desktop')}>
        <DesktopChoices />
      </Section>
      <Section title={t('settings.neverShow')}>
        <WordListEditor
          list="hiddenConcepts"
          name={t('settings.neverShow')}
          explanation={t('settings.neverShowText')}
          placeholder={t('settings.neverShowExample')}
        />
      </Section>
      <Section title={t('settings.myWords')}>
        <WordListEditor
          list="vocabulary"
          name={t('settings.myWords')}
          explanation={t('settings.myWordsText')}
          placeholder={t('settings.myWordsExample')}
        />
      </Section>
      <Section title={t('updates.title')}>
        <UpdateSection />
      </Section>
      <Section title={t('settings.about')}>
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
