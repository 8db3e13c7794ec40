// Loaded before anything else, makes the engine believe that it runs in Electron on Linux. See: [Note: sharp in Electron on Linux]
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '0' } })
Object.defineProperty(process, 'platform', { value: 'linux' })
