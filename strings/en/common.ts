/** Words that many screens share, and counts. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  undone: 'Undone: {what}',
  dismiss: 'Dismiss',
  messages: 'Messages',
  tryAgain: 'Try again',
  loading: 'Loading',
  open: 'Open',
  remove: 'Remove',
  removeNamed: 'Remove “{name}”',
  moreFor: 'More for {name}',
  of: '{number} of {total}',
  addFolders: 'Add folders…',
  escapeKey: 'Esc',
  controlKey: 'Ctrl',
} as const

export const count = {
  photos: { one: '{count} photo', other: '{count} photos' },
  notes: { one: '{count} note', other: '{count} notes' },
  files: { one: '{count} file', other: '{count} files' },
  groups: { one: '{count} group', other: '{count} groups' },
  stars: { one: '{count} star', other: '{count} stars' },
  matches: { one: '{count} match', other: '{count} matches' },
  bytes: { one: '{count} byte', other: '{count} bytes' },
} as const

export const format = {
  timeLeftSoon: 'less than a minute left',
  timeLeftMinutes: { one: 'about {count} minute left', other: 'about {count} minutes left' },
  timeLeftHours: { one: 'about {count} hour left', other: 'about {count} hours left' },
  timeLeftDays: { one: 'about {count} day left', other: 'about {count} days left' },
  aboutSoon: 'less than a minute',
  aboutMinutes: { one: 'about {count} minute', other: 'about {count} minutes' },
  aboutHours: { one: 'about {count} hour', other: 'about {count} hours' },
  aboutDays: { one: 'about {count} day', other: 'about {count} days' },
  rate: '{rate} a second',
  megapixels: '{size} ({megapixels} megapixels)',
  north: 'N',
  south: 'S',
  east: 'E',
  west: 'W',
} as const
