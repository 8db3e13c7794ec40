/** Names of things in a library, as they cross process boundaries. */
import { z } from 'zod'

/** Stable name of one file in the library: 32 lower-case hex digits. It survives renames and moves. */
export const ItemId = z.string().regex(/^[0-9a-f]{32}$/)
/** SHA-256 of a file's bytes, lower-case hex. Thumbnails and vectors are found by it. */
export const ContentHash = z.string().regex(/^[0-9a-f]{64}$/)
/** One folder the user chose: 16 lower-case hex digits. */
export const RootId = z.string().regex(/^[0-9a-f]{16}$/)
/** A picture handed over as a query, kept for this session and as long as a saved search has it: 32 lower-case hex digits. */
export const ImageId = z.string().regex(/^[0-9a-f]{32}$/)
/** One album: 16 lower-case hex digits. */
export const AlbumId = z.string().regex(/^[0-9a-f]{16}$/)
/** One saved search: 16 lower-case hex digits. */
export const SearchId = z.string().regex(/^[0-9a-f]{16}$/)
