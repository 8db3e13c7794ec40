/** Entry of the page: settings first (so that the theme is right from the first paint), then the app. */
import './app/zod'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { followTheme } from './app/theme'
import { loadSettings } from './features/settings/settingsStore'
import './app/tokens.css'
import './app/base.css'

async function start(): Promise<void> {
  const container = document.getElementById('root')
  if (!container) throw new Error('index.html has no #root')
  followTheme()
  await loadSettings()
  createRoot(container).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

void start()
