/** The page: settings first (so that theme and language are right from the first paint), then the app. */
import './app/zod'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { followCompositing } from './app/compositing'
import { followLanguage } from './app/language'
import { followTheme } from './app/theme'
import { loadSettings, useSettings } from './features/settings/settingsStore'
import './app/tokens.css'
import './app/base.css'

/** In another language everything is drawn anew: texts are read where they are drawn. */
function Root() {
  const language = useSettings(({ settings }) => settings.language)
  return <App key={language} />
}

async function start(): Promise<void> {
  const container = document.getElementById('root')
  if (!container) throw new Error('index.html has no #root')
  followTheme()
  void followCompositing()
  followLanguage()
  await loadSettings()
  createRoot(container).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  )
}

void start()
