/** Imported before anything else: keeps zod (which the contract is made of) from trying eval, which our page forbids. */
import { config } from 'zod'

config({ jitless: true })
