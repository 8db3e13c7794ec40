/** New versions of Fovea, as the window sees them. */
import { z } from 'zod'
import { ErrorShape } from './errors'

const Bytes = z.number().int().min(0)

/** A version newer than the one that runs. */
export const UpdateOffer = z.object({
  version: z.string(),
  /** When it was released, in milliseconds since 1970. */
  releasedAt: z.number(),
  /** What is new, as plain text by language; English is always there. */
  notes: z.object({ en: z.string(), de: z.string().optional() }),
  /** What is to be downloaded; null where there is nothing for this computer. */
  file: z.object({ kind: z.enum(['AppImage', 'deb', 'dmg', 'exe']), bytes: Bytes }).nullable(),
})
export type UpdateOffer = z.infer<typeof UpdateOffer>

export const UpdateState = z.object({
  /**
   * unknown: nobody has asked yet. current: there is nothing newer. available, paused, ready: there is, and nothing, a part or all of
   * its installer is here.
   */
  phase: z.enum(['unknown', 'checking', 'current', 'available', 'downloading', 'verifying', 'paused', 'ready']),
  /** The version that runs. */
  version: z.string(),
  /** The host that is asked. */
  host: z.string(),
  /** When the list of versions was last seen, in milliseconds since 1970. */
  checkedAt: z.number().nullable(),
  offer: UpdateOffer.nullable(),
  /** Bytes of the installer. */
  done: Bytes,
  total: Bytes,
  bytesPerSecond: z.number().min(0),
  etaSeconds: z.number().min(0).nullable(),
  /** Why the last thing that was tried did not work; the phase is the one before it. */
  error: ErrorShape.nullable(),
})
export type UpdateState = z.infer<typeof UpdateState>

/** opened: the system has opened the installer. shown: it is shown in its folder. cancelled: the person said no. */
export const InstallerOutcome = z.enum(['opened', 'shown', 'cancelled'])
export type InstallerOutcome = z.infer<typeof InstallerOutcome>
