/** Opens the application menu where its bar is hidden; macOS always shows it. */
import { Menu } from 'lucide-react'
import { t } from '../../strings'
import { IconButton } from '../ui/Button'
import { call } from './client'
import { isMac } from './keys'

export function MenuButton() {
  if (isMac) return null
  return <IconButton label={t('menu.main')} icon={Menu} onClick={() => void call('window.openMenu')} />
}
