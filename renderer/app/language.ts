/** Follows the language setting: what Fovea says, and the language that the page says it is in. */
import { currentLanguage, setLanguage } from '../../strings'
import { useSettings } from '../features/settings/settingsStore'

/** Lives as long as the page, so it never unsubscribes. */
export function followLanguage(): void {
  const apply = () => {
    setLanguage(useSettings.getState().settings.language, navigator.language)
    document.documentElement.lang = currentLanguage()
  }
  useSettings.subscribe(apply)
  apply()
}
