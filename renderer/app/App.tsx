/** The app: which of its screens is shown, and what floats above them. */
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { t } from '../../strings'
import { AlbumDialogs } from '../features/albums/AlbumDialogs'
import { AlbumsDialog } from '../features/albums/AlbumsDialog'
import { ComponentsScreen } from '../features/components/ComponentsScreen'
import { DuplicatesScreen } from '../features/duplicates/DuplicatesScreen'
import { ShortcutSheet } from '../features/help/ShortcutSheet'
import { LibraryFailed } from '../features/library/LibraryFailed'
import { LibraryScreen } from '../features/library/LibraryScreen'
import { ModelsDialog } from '../features/models/ModelsDialog'
import { Welcome } from '../features/onboarding/Welcome'
import { NameSearchDialog } from '../features/searches/NameSearchDialog'
import { SettingsDialog } from '../features/settings/SettingsDialog'
import { Toasts } from '../ui/Toasts'
import { useStream } from './client'
import { EngineBanner } from './EngineBanner'
import { useCommands } from './useCommands'
import { closeOverlay, useUi } from './uiStore'
import styles from './App.module.css'

export function App() {
  useCommands()
  const isModelsOpen = useUi(({ overlay }) => overlay === 'models')
  const hasOwnAlbumDialogs = useUi(({ overlay }) => overlay === 'viewer' || overlay === 'albums')
  return (
    // The content security policy forbids the <style> elements some of the primitives would add.
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className={styles['app']}>
          <Screen />
          <EngineBanner />
        </div>
        <SettingsDialog />
        <ModelsDialog open={isModelsOpen} onClose={closeOverlay} />
        <AlbumsDialog />
        {!hasOwnAlbumDialogs && <AlbumDialogs />}
        <NameSearchDialog />
        <DuplicatesScreen />
        <ShortcutSheet />
        <ComponentsScreen />
        <Toasts />
      </Tooltip.Provider>
    </CSPProvider>
  )
}

function Screen() {
  const status = useStream('library.status')
  if (!status || (status.phase === 'starting' && status.roots.length === 0)) return <Starting />
  if (status.phase === 'failed') return <LibraryFailed error={status.error} />
  if (status.roots.length === 0) return <Welcome />
  return <LibraryScreen status={status} />
}

/** Usually gone before anybody can read it, so it appears late. */
function Starting() {
  return (
    <main className={styles['starting']}>
      <h1 className="visually-hidden">Fovea</h1>
      <p role="status">{t('app.opening')}</p>
    </main>
  )
}
