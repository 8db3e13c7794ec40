// New versions as a person meets them: nothing is asked unasked, what is wrong is said, what is right is downloaded and handed over.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { FileServer, stalls } from '../../integration/support/models/file-server'
import { feedText, fileEntry, newTestKey, publish } from '../../integration/support/updates/signed-feed'
import { expect, type Fovea } from './app'
import { violations } from './axe'
import { chooseFromMenu, menuItem } from './desktop'

const kind = { linux: 'deb', darwin: 'dmg', win32: 'exe' }[process.platform as 'linux']
const installer = Buffer.alloc(4_000_000, 'an installer ')
const notes = {
  en: 'Finds photos of birds by their kind.\nAlbums can be sorted.\n\n<b>This is plain text.</b>',
  de: 'Findet Fotos von Vögeln nach ihrer Art.\nAlben lassen sich sortieren.',
}

export interface UpdateServer {
  /** For the app under test; a packed one does not look at them. */
  env: Record<string, string>
  server: FileServer
  /** Publishes version 99.0.0, signed with the key that the app has or with another. */
  publish: (by?: 'own' | 'others') => void
  stop: () => Promise<void>
}

export async function updateServer(): Promise<UpdateServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-updates-'))
  const [key, other] = [newTestKey(), newTestKey()]
  const server = new FileServer(folder)
  const address = await server.start()
  writeFileSync(path.join(folder, 'installer'), installer)
  return {
    env: { FOVEA_UPDATE_FEED: `${address}/latest.json`, FOVEA_UPDATE_KEY: key.text },
    server,
    publish: (by = 'own') => {
      const file = fileEntry(`${address}/installer`, installer, { kind })
      publish(folder, feedText({ version: '99.0.0', notes, files: [file] }), by === 'own' ? key : other)
    },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** From the menu to the installer, in an English window that nothing lies over; ends as it began. */
export async function expectUpdates(fovea: Fovea, { server, publish: publishBy }: UpdateServer): Promise<void> {
  const { app, page } = fovea
  const settings = page.getByRole('dialog', { name: 'Settings' })
  const section = settings.getByRole('region', { name: 'Updates' })
  const button = (name: string) => section.getByRole('button', { name, exact: true })
  const card = section.getByRole('group', { name: 'Fovea 99.0.0', exact: true })
  expect(server.requests).toEqual([]) // it was not asked for

  publishBy('others')
  // What lay over the window may have gone a moment ago.
  await expect.poll(async () => (await menuItem(app, 'checkForUpdates'))?.enabled).toBe(true)
  await chooseFromMenu(app, 'checkForUpdates')
  await expect(button('Check now')).toBeInViewport()
  await expect(section.getByRole('alert')).toBeVisible()
  if (process.env.FOVEA_APP !== undefined) {
    expect(server.requests).toEqual([]) // a packed app asks nobody but its own server
    await page.keyboard.press('Escape')
    return
  }
  await expect(section.getByRole('alert')).toContainText('not signed by the makers of Fovea')
  await expect(section.getByRole('switch', { name: 'Look for updates once a week' })).not.toBeChecked()
  await expect(button('Check now')).toBeFocused()
  expect(await violations(page)).toEqual([])
  await fovea.screenshot('updates-unsigned')

  publishBy('own')
  await button('Try again').click()
  await expect(card).toContainText('<b>This is plain text.</b>')
  await expect(section.getByRole('status')).toContainText('Last looked for')
  await expect(section.getByRole('alert')).toHaveCount(0)
  expect(server.requests.filter(({ path: name }) => name === 'installer')).toEqual([])
  for (const theme of ['light', 'dark'] as const) {
    await fovea.setTheme(theme)
    expect(await violations(page)).toEqual([])
    await fovea.screenshot(`updates-${theme}`)
  }

  server.next('installer', stalls)
  await button('Download').press('Enter')
  await expect(card.getByText(/^Downloading {2}·/)).toContainText('of 4.0 MB')
  await fovea.screenshot('updates-downloading')
  await button('Pause').press('Enter')
  await expect(card.getByText(/^Paused/)).toBeVisible()
  await expect(button('Continue')).toBeFocused()
  expect(await violations(page)).toEqual([])
  await button('Continue').press('Enter')
  await expect(button('Open the installer…')).toBeFocused()
  await fovea.screenshot('updates-ready')
  expect(await violations(page)).toEqual([])

  const opened = await app.evaluateHandle(({ dialog, shell }) => {
    const log: string[] = []
    dialog.showMessageBox = ((_owner: unknown, { message }: { message: string }) => {
      log.push(message)
      return Promise.resolve({ response: log.length === 1 ? 1 : 0, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
    shell.openPath = (file) => {
      log.push(file)
      return Promise.resolve('')
    }
    return log
  })
  const question = 'Open the installer of Fovea 99.0.0?'
  await button('Open the installer…').click()
  await expect.poll(() => opened.jsonValue()).toEqual([question])
  await button('Open the installer…').click()
  await expect(page.getByText('The installer was opened')).toBeVisible()
  const [, , file = ''] = await opened.jsonValue()
  expect(path.dirname(file)).toBe(path.join(fovea.home, 'updates'))
  expect(readFileSync(file).equals(installer)).toBe(true)

  await page.keyboard.press('Escape')
  await expect(settings).toHaveCount(0)
  await page.getByRole('button', { name: 'Fovea 99.0.0 can be had' }).click()
  await expect(button('Delete what is here')).toBeInViewport()
  await button('Delete what is here').click()
  await expect(button('Download')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(settings).toHaveCount(0)
  expect(server.requests.filter(({ path: name }) => name === 'latest.json')).toHaveLength(2)
}
