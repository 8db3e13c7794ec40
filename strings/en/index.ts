/** The messages in English, by area: the original that translations follow. */
export * from './albums'
export * from './app'
export * from './common'
export * from './library'
export * from './search'
export * from './settings'
export * from './shell'
export * from './viewer'
