// What the page may not do, tried from inside the page of the running app.
import { symlinkSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

/** One launch serves many questions; each is asked in a test step. */
test('the page is locked in', async ({ launchFovea }) => {
  const { app, page } = await launchFovea()

  await test.step('sandboxed, isolated, without Node', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')]),
    ).toEqual(['undefined', 'undefined'])
    expect(await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'fovea') as object).sort())).toEqual([
      'call',
      'cancel',
      'subscribe',
    ])
  })

  await test.step('the content security policy stops inline script and eval', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.injected = true'
      document.head.append(script)
      return Reflect.get(globalThis, 'injected') as unknown
    })
    expect(ran).toBeUndefined()
    const evaluated = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const button = document.createElement('button')
          button.setAttribute('onclick', 'globalThis.clicked = true')
          document.body.append(button)
          button.click()
          button.remove()
          setTimeout(() => {
            resolve(Reflect.get(globalThis, 'clicked'))
          }, 100)
        }),
    )
    expect(evaluated).toBeUndefined()
  })

  await test.step('no network and no files', async () => {
    for (const url of ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'ws://127.0.0.1:9/']) {
      const outcome = await page.evaluate(async (target) => {
        try {
          if (target.startsWith('ws')) {
            return await new Promise<string>((resolve) => {
              const socket = new WebSocket(target)
              socket.onopen = () => {
                resolve('open')
              }
              socket.onerror = () => {
                resolve('refused')
              }
            })
          }
          await fetch(target)
          return 'open'
        } catch {
          return 'refused'
        }
      }, url)
      expect(outcome, url).toBe('refused')
    }
    const image = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const element = new Image()
          element.onload = () => {
            resolve('loaded')
          }
          element.onerror = () => {
            resolve('refused')
          }
          element.src = 'file:///usr/share/pixmaps/debian-logo.png'
        }),
    )
    expect(image).toBe('refused')
  })

  await test.step('no navigation, no windows', async () => {
    const before = page.url()
    await page.evaluate(() => {
      location.href = 'https://example.org/'
    })
    await page.evaluate(() => {
      location.href = 'file:///etc/passwd'
    })
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(app.windows()).toHaveLength(1)
  })

  await test.step('no permissions', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    })
    expect(new Set(states)).toEqual(new Set(['denied']))
  })

  await test.step('calls are checked: unknown names, wrong inputs, calls that only the shell may make', async () => {
    const ask = (name: string, input: unknown) =>
      page.evaluate(
        ([callName, callInput]) => {
          const bridge = Reflect.get(globalThis, 'fovea') as {
            call(id: number, name: unknown, input: unknown): Promise<unknown>
          }
          return bridge.call(1000, callName, callInput)
        },
        [name, input] as const,
      )
    const byItem = (itemId: string) => ({
      kind: 'parsed',
      query: { match: { op: 'term', term: { kind: 'like', itemId } } },
    })
    for (const [name, input] of [
      ['no.such.call', undefined],
      ['__proto__', {}],
      ['constructor', {}],
      ['library.status', undefined],
      ['items.locate', { id: '0'.repeat(32) }],
      ['library.addFolder', { path: '/', isSample: false }],
      ['search.run', { query: { kind: 'text', text: '' }, filters: {}, offset: 0, limit: 10 }],
      ['search.run', { query: { kind: 'text', text: 'x'.repeat(3000) }, filters: {}, offset: 0, limit: 10 }],
      ['search.run', { query: byItem("' OR 1=1 --"), filters: {}, offset: 0, limit: 10 }],
      [
        'search.run',
        { query: { kind: 'parsed', query: { match: { op: 'or', of: [] } } }, filters: {}, offset: 0, limit: 1 },
      ],
      ['search.run', { query: { kind: 'all' }, filters: { from: 'yesterday' }, offset: -1, limit: 1e9 }],
      ['items.details', { id: '../../etc/passwd' }],
      ['items.locateAll', { ids: ['0'.repeat(32)] }],
      ['items.open', { id: '/etc/passwd' }],
      ['items.copyFiles', { ids: ['file:///etc/passwd'] }],
      ['items.drag', { ids: ['../photo.jpg'] }],
      ['items.export', { ids: [] }],
      ['settings.set', { theme: 'purple' }],
    ] as const) {
      expect(await ask(name, input), name).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    }
  })
})

test('photos and thumbnails are served by id only, and only from the folders the user chose', async ({
  launchFovea,
}) => {
  const folder = photoFolder(['coffee.jpg', 'rocket.jpg'])
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  await window.expectCount(2)
  await expect(window.photo('rocket.jpg')).toBeVisible()
  const items = await listItems(fovea)
  const rocket = items.find(({ name }) => name === 'rocket.jpg')
  expect(rocket).toBeDefined()
  const original = `fovea://original/${rocket?.id ?? ''}`
  await expect.poll(() => loads(fovea, original)).toBe(true)
  expect(await loads(fovea, `fovea://thumb/${rocket?.hash ?? ''}`)).toBe(true)

  for (const url of [
    `fovea://original${folder}/rocket.jpg`,
    `fovea://original/..%2f..%2f..%2fetc%2fpasswd`,
    `fovea://original/${'0'.repeat(32)}`,
    `fovea://thumb/${'0'.repeat(64)}`,
    `fovea://thumb/../library.json`,
    `fovea://app/../../package.json`,
    `fovea://library.json/`,
  ]) {
    expect(await loads(fovea, url), url).toBe(false)
  }

  // The photo is replaced by a link that leads out of the folder.
  const outside = path.join(fovea.home, 'secret.jpg')
  writeFileSync(outside, 'secret')
  rmSync(path.join(folder, 'rocket.jpg'))
  symlinkSync(outside, path.join(folder, 'rocket.jpg'))
  expect(await loads(fovea, `${original}?again`)).toBe(false)
  rmSync(folder, { recursive: true })
})

async function listItems({ page }: Fovea): Promise<{ id: string; hash: string; name: string }[]> {
  return page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'fovea') as {
      call(id: number, name: string, input: unknown): Promise<unknown>
    }
    const answer = await bridge.call(2000, 'search.run', { query: { kind: 'all' }, filters: {}, offset: 0, limit: 10 })
    return (answer as { value: { items: { id: string; hash: string; name: string }[] } }).value.items
  })
}

async function loads({ page }: Fovea, url: string): Promise<boolean> {
  return page.evaluate(
    (target) =>
      new Promise<boolean>((resolve) => {
        const image = new Image()
        image.onload = () => {
          resolve(true)
        }
        image.onerror = () => {
          resolve(false)
        }
        image.src = target
      }),
    url,
  )
}
