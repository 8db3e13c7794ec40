/** Modal dialogs: a panel with a title, and a question that must be answered. */
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../strings'
import { Button, IconButton } from './Button'
import { cx } from './cx'
import styles from './Dialog.module.css'

interface DialogProps {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  /** Stays below the scrolling content. */
  footer?: ReactNode
  /** small: for a form; wide: for pictures. */
  size?: 'small' | 'medium' | 'wide'
  /** Opened over another dialog or the viewer, which are dimmed too. */
  isUpper?: boolean
}

export function Dialog({ title, open, onClose, children, footer, size = 'medium', isUpper = false }: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop forceRender={isUpper} className={cx(styles['backdrop'], isUpper && styles['upper'])} />
        <BaseDialog.Popup
          className={cx(styles['popup'], size !== 'medium' && styles[size], isUpper && styles['upperPopup'])}
        >
          <div className={styles['header']}>
            <BaseDialog.Title className={styles['title']}>{title}</BaseDialog.Title>
            <BaseDialog.Close render={<IconButton label={t('common.close')} icon={X} hasTooltip={false} />} />
          </div>
          {/* Focusable, so that it can be scrolled with the keyboard even where it holds no control. */}
          <div className={styles['body']} tabIndex={0} role="group" aria-label={title}>
            {children}
          </div>
          {footer && <div className={styles['footer']}>{footer}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

interface ConfirmProps {
  title: string
  children: ReactNode
  /** Label of the button that does it. */
  action: string
  /** primary: nothing is lost by it. */
  look?: 'danger' | 'primary'
  open: boolean
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog({ title, children, action, look = 'danger', open, onConfirm, onClose }: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        {/* Asked from a dialog, which must be dimmed too. */}
        <AlertDialog.Backdrop forceRender className={cx(styles['backdrop'], styles['upper'])} />
        <AlertDialog.Popup className={styles['confirm']}>
          <AlertDialog.Title className={styles['title']}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles['description']}>{children}</AlertDialog.Description>
          <div className={styles['actions']}>
            <AlertDialog.Close render={<Button />}>{t('common.cancel')}</AlertDialog.Close>
            <Button
              look={look}
              onClick={() => {
                onConfirm()
                onClose()
              }}
            >
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
