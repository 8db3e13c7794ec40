/** Shows the messages of toasts.ts. */
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { t } from '../../strings'
import { Button, IconButton } from './Button'
import { toasts } from './toasts'
import styles from './Toasts.module.css'

export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts}>
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']} aria-label={t('common.messages')}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts: shown } = Toast.useToastManager()
  return shown.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles['toast']}>
      <Toast.Content className={styles['content']}>
        <Toast.Title className={styles['title']} />
        <Toast.Description className={styles['description']} />
      </Toast.Content>
      <Toast.Action render={<Button look="quiet" size="small" />} />
      <Toast.Close render={<IconButton label={t('common.dismiss')} icon={X} size="small" />} />
    </Toast.Root>
  ))
}
