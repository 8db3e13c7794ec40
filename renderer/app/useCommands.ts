/** Runs commands by keys and by what is chosen from menus, and tells the menus what can be done. */
import { useEffect } from 'react'
import type { CommandContext, CommandId, PageRequest } from '../../contract'
import { commandIds, commands, hasModifier, isEnabled } from '../../contract/commands'
import { useResults } from '../features/library/results'
import { useSelection } from '../features/library/selection'
import { useUndo } from '../ui/undo'
import { call, useStream } from './client'
import { commandContext, isOnPhotos, isTyping, runCommand } from './commands'
import { isPressed } from './keys'
import { answerRequest } from './requests'
import { useUi } from './uiStore'

export function useCommands(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
  useEffect(
    () =>
      window.fovea.subscribe('window.requests', (value) => {
        const request = value as PageRequest
        if (request.kind !== 'command') void answerRequest(request)
        else if (isEnabled(request.id, commandContext())) void runCommand[request.id]()
      }),
    [],
  )
  useContextForMenus()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const id = commandFor(event)
  if (!id || !isEnabled(id, commandContext())) return
  event.preventDefault()
  void runCommand[id]()
}

function commandFor(event: KeyboardEvent): CommandId | undefined {
  const target = event.target instanceof Element ? event.target : null
  return commandIds.find((id) => {
    const { isLocal, isOnPhotoOnly, group, keys = [] } = commands[id]
    if (isLocal) return false
    return keys.some((combination) => {
      if (!isPressed(combination, event)) return false
      if (isOnPhotoOnly) return isPlace(target, true) && document.getSelection()?.isCollapsed !== false
      if (hasModifier(combination)) return id !== 'undo' || !isTyping(target)
      return isPlace(target, group === 'photo')
    })
  })
}

/** Letters mean something to text fields and menus; those about a photo need the focus to be on it. */
function isPlace(target: Element | null, isAboutPhoto: boolean): boolean {
  if (isTyping(target) || target?.closest('[role="menu"], [role="tree"], [role="listbox"]')) return false
  return !isAboutPhoto || isOnPhotos(target) || target?.closest('.viewer-theme') != null
}

/** Told when it has changed; most changes of the focus change nothing. */
function useContextForMenus(): void {
  const status = useStream('library.status')
  useEffect(() => {
    let told = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      const context: CommandContext = commandContext()
      const text = JSON.stringify(context)
      if (text === told) return
      told = text
      // A menu that is out of date is checked again when something is chosen from it.
      call('window.setContext', context).catch(() => undefined)
    }
    // Dialogs are in the document a moment after the change that opens them.
    const tellSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(tell, 50)
    }
    tellSoon()
    document.addEventListener('focusin', tellSoon)
    document.addEventListener('focusout', tellSoon)
    const ends = [useUi, useResults, useSelection, useUndo].map((store) => store.subscribe(tellSoon))
    return () => {
      clearTimeout(timer)
      document.removeEventListener('focusin', tellSoon)
      document.removeEventListener('focusout', tellSoon)
      for (const end of ends) end()
    }
  }, [status?.pausedBy, status?.roots.length])
}
