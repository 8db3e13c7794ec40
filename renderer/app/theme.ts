/** Resolves the theme setting and the system's preference to data-theme on <html>, and the density to data-density. */
import type { Settings } from '../../contract'
import { useSettings } from '../features/settings/settingsStore'

function resolveTheme(setting: Settings['theme'], systemIsDark: boolean): 'light' | 'dark' {
  if (setting !== 'system') return setting
  return systemIsDark ? 'dark' : 'light'
}

/** Lives as long as the page, so it never unsubscribes. */
export function followTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const { theme, density } = useSettings.getState().settings
    document.documentElement.dataset['theme'] = resolveTheme(theme, system.matches)
    document.documentElement.dataset['density'] = density
  }
  system.addEventListener('change', apply)
  useSettings.subscribe(apply)
  apply()
}
