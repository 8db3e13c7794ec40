/** Every component in every state, and the tokens they are made of: to look at, in both themes and densities. */
import { Menu } from '@base-ui/react/menu'
import { Heart, ImageOff, Plus, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { t } from '../../../strings'
import { FoveaError } from '../../../contract/errors'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Banner } from '../../ui/Banner'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog, Dialog } from '../../ui/Dialog'
import { EmptyState } from '../../ui/EmptyState'
import popup from '../../ui/Popup.module.css'
import { ProgressBar } from '../../ui/ProgressBar'
import { Switch } from '../../ui/Switch'
import { showError, showMessage, showUndo } from '../../ui/toasts'
import { colours, durations, radii, spaces, textSizes } from './tokens'
import styles from './Components.module.css'

const looks = ['primary', 'secondary', 'quiet', 'danger'] as const
const sizes = ['small', 'medium', 'large'] as const

export function ComponentsScreen() {
  const isOpen = useUi((ui) => ui.overlay === 'components')
  return (
    <Dialog title={t('commands.components')} size="wide" open={isOpen} onClose={closeOverlay}>
      <Tokens />
      <Buttons />
      <Controls />
      <Messages />
      <Overlays />
    </Dialog>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['section']} aria-label={title}>
      <h3 className={styles['heading']}>{title}</h3>
      {children}
    </section>
  )
}

function Tokens() {
  return (
    <>
      <Section title={t('components.colours')}>
        <ul className={styles['grid']}>
          {colours.map((name) => (
            <li key={name} className={styles['token']}>
              <span className={styles['swatch']} style={{ background: `var(--${name})` }} />
              {name}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('components.type')}>
        {textSizes.map((name) => (
          <p key={name} style={{ fontSize: `var(--${name})` }}>
            {t('components.sample', { name })}
          </p>
        ))}
      </Section>
      <Section title={t('components.space')}>
        <ul className={styles['grid']}>
          {spaces.map((name) => (
            <li key={name} className={styles['token']}>
              <span className={styles['bar']} style={{ width: `var(--${name})` }} />
              {name}
            </li>
          ))}
          {radii.map((name) => (
            <li key={name} className={styles['token']}>
              <span className={styles['corner']} style={{ borderRadius: `var(--${name})` }} />
              {name}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('components.motion')}>
        <ul className={styles['grid']}>
          {durations.map((name) => (
            <li key={name} className={styles['token']}>
              <span className={styles['mover']} style={{ transitionDuration: `var(--${name})` }} />
              {name}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function Buttons() {
  return (
    <Section title={t('components.buttons')}>
      {looks.map((look) => (
        <div key={look} className={styles['row']}>
          {sizes.map((size) => (
            <Button key={size} look={look} size={size} {...(size === 'medium' && { icon: Plus })}>
              {`${look} ${size}`}
            </Button>
          ))}
          <Button look={look} data-show-focus>
            {t('components.focused')}
          </Button>
          <Button look={look} disabled>
            {t('components.disabled')}
          </Button>
        </div>
      ))}
      <div className={styles['row']}>
        <IconButton label={t('components.iconButton')} shortcut="F" icon={Heart} />
        <IconButton label={t('components.pressed')} icon={Heart} aria-pressed />
        <IconButton label={t('components.small')} icon={Star} size="small" />
        <IconButton label={t('components.focused')} icon={Heart} data-show-focus />
        <IconButton label={t('components.disabled')} icon={Heart} disabled />
      </div>
    </Section>
  )
}

function Controls() {
  const [isOn, setIsOn] = useState(true)
  return (
    <Section title={t('components.controls')}>
      <Switch label={t('components.on')} checked={isOn} onChange={setIsOn} />
      <Switch label={t('components.off')} checked={!isOn} onChange={(next) => setIsOn(!next)} />
      <Switch label={t('components.disabled')} checked disabled onChange={() => undefined} />
      <div className={styles['column']}>
        <ProgressBar label={t('components.progress')} value={0.4} />
        <ProgressBar label={t('components.unknown')} value={null} />
        <ProgressBar label={t('status.pause')} value={0.7} still />
      </div>
    </Section>
  )
}

function Messages() {
  return (
    <Section title={t('components.messages')}>
      <div className={styles['row']}>
        <Button onClick={() => showMessage(t('components.message'))}>{t('components.message')}</Button>
        <Button onClick={() => showUndo(t('components.message'), () => undefined)}>{t('common.undo')}</Button>
        <Button onClick={() => showError(t('components.error'), new FoveaError('INTERNAL', ''))}>
          {t('components.error')}
        </Button>
      </div>
      <div className={styles['frame']}>
        <Banner actions={<Button size="small">{t('app.understood')}</Button>}>{t('app.partRestarting')}</Banner>
      </div>
      <div className={styles['frame']}>
        <EmptyState
          icon={ImageOff}
          title={t('empty.nothingHere')}
          actions={<Button look="primary">{t('common.tryAgain')}</Button>}
        >
          {t('empty.nothingFiltered')}
        </EmptyState>
      </div>
    </Section>
  )
}

function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'question' | null>(null)
  const close = () => {
    setOpen(null)
  }
  return (
    <Section title={t('components.overlays')}>
      <div className={styles['row']}>
        <Menu.Root>
          <Menu.Trigger render={<Button>{t('menu.main')}</Button>} />
          <Menu.Portal>
            <Menu.Positioner className={popup['positioner']} sideOffset={4}>
              <Menu.Popup className={popup['popup']}>
                <Menu.Item className={popup['item']}>
                  <Heart size={15} aria-hidden />
                  {t('commands.favourite')}
                  <kbd className={popup['shortcut']}>{'F'}</kbd>
                </Menu.Item>
                <Menu.Item className={popup['item']} disabled>
                  <Star size={15} aria-hidden />
                  {t('components.disabled')}
                </Menu.Item>
                <Menu.Separator className={popup['separator']} />
                <Menu.Item className={popup['item']}>
                  <Trash2 size={15} aria-hidden />
                  {t('common.remove')}
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
        <Button onClick={() => setOpen('dialog')}>{t('components.dialog')}</Button>
        <Button look="danger" onClick={() => setOpen('question')}>
          {t('components.question')}
        </Button>
      </div>
      <Dialog title={t('components.dialog')} size="small" isUpper open={open === 'dialog'} onClose={close}>
        {t('components.sample', { name: t('components.dialog') })}
      </Dialog>
      <ConfirmDialog
        title={t('components.question')}
        action={t('common.remove')}
        open={open === 'question'}
        onConfirm={() => undefined}
        onClose={close}
      >
        {t('components.sample', { name: t('components.question') })}
      </ConfirmDialog>
    </Section>
  )
}
