// Moving to the trash: nothing without a yes, everything that can be moved after it, and the truth about the rest.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { moveToTrash, trashQuestion, type TrashActions } from './trash'

const trash = vi.fn<TrashActions['trash']>()
const confirm = vi.fn<TrashActions['confirm']>()
const actions: TrashActions = {
  locate: (id) => (id === 'lost' ? Promise.reject(new Error('not known')) : Promise.resolve(`/photos/${id}.jpg`)),
  confirm,
  trash,
}

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  confirm.mockResolvedValue(true)
  trash.mockResolvedValue(undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.resetAllMocks()
})

describe('moveToTrash', () => {
  it('moves what was agreed to and answers the ids', async () => {
    expect(await moveToTrash(['a', 'b'], actions)).toEqual(['a', 'b'])
    expect(confirm).toHaveBeenCalledExactlyOnceWith(['/photos/a.jpg', '/photos/b.jpg'])
    expect(trash.mock.calls).toEqual([['/photos/a.jpg'], ['/photos/b.jpg']])
  })

  it('touches nothing when the person cancels', async () => {
    confirm.mockResolvedValue(false)
    expect(await moveToTrash(['a', 'b'], actions)).toEqual([])
    expect(trash).not.toHaveBeenCalled()
  })

  it('moves a file once, however often it is named', async () => {
    expect(await moveToTrash(['a', 'a'], actions)).toEqual(['a'])
    expect(trash).toHaveBeenCalledTimes(1)
  })

  it('goes on after a file that cannot be found or moved, and answers only what was moved', async () => {
    trash.mockRejectedValueOnce(new Error('read-only'))
    expect(await moveToTrash(['lost', 'a', 'b'], actions)).toEqual(['b'])
    expect(confirm).toHaveBeenCalledExactlyOnceWith(['/photos/a.jpg', '/photos/b.jpg'])
  })

  it('says so when nothing could be moved', async () => {
    trash.mockRejectedValue(new Error('read-only'))
    await expect(moveToTrash(['a'], actions)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    await expect(moveToTrash(['lost'], actions)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(confirm).toHaveBeenCalledTimes(1)
  })
})

describe('trashQuestion', () => {
  it('names the count, or the file where it is one, in the words of the system', () => {
    expect(trashQuestion(['/a/b.jpg', '/c.jpg'], 'linux').message).toBe('Move 2 files to the trash?')
    expect(trashQuestion(['C:\\a\\b.jpg'], 'win32').message).toBe('Move “b.jpg” to the Recycle Bin?')
  })

  it('cancels unless another button is chosen', () => {
    const { buttons, defaultId, cancelId } = trashQuestion(['/a'], 'darwin')
    expect([buttons[defaultId], buttons[cancelId]]).toEqual(['Cancel', 'Cancel'])
  })
})
