/** Entry of the quick search: a page of its own, so that it is there at once. */
import './app/zod'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followLanguage } from './app/language'
import { followTheme } from './app/theme'
import { QuickSearch } from './features/quick/QuickSearch'
import { loadSettings, useSettings } from './features/settings/settingsStore'
import './app/tokens.css'
import './app/base.css'

function Root() {
  const language = useSettings(({ settings }) => settings.language)
  return (
    <CSPProvider disableStyleElements>
      <QuickSearch key={language} />
    </CSPProvider>
  )
}

async function start(): Promise<void> {
  const container = document.getElementById('root')
  if (!container) throw new Error('quick.html has no #root')
  followTheme()
  followLanguage()
  await loadSettings()
  // Changed in the main window meanwhile.
  window.addEventListener('focus', () => void loadSettings())
  createRoot(container).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  )
}

void start()
