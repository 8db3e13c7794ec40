/** The one contract between Fovea's processes. */
export * from './bridge'
export * from './contract'
export * from './engine'
export * from './errors'
export * from './failures'
export * from './ids'
export * from './query'
export * from './schemas'
