/** The messages in German, by area. */
export * from './albums'
export * from './app'
export * from './common'
export * from './library'
export * from './search'
export * from './settings'
export * from './shell'
export * from './viewer'
