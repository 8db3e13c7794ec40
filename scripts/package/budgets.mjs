// What a package may weigh, in MB (millions of bytes). More fails `npm run pack`: raise a figure only with its reason.

/** Parts of the unpacked app. LanceDB is the largest thing that is shipped after Electron itself. */
export const PARTS = {
  'app.asar': 8,
  '@lancedb': { 'linux-x64': 170, 'linux-arm64': 170, 'darwin-arm64': 125, 'win32-x64': 185, 'win32-arm64': 185 },
  'onnxruntime-node': { 'linux-x64': 48, 'linux-arm64': 27, 'darwin-arm64': 46, 'win32-x64': 69, 'win32-arm64': 75 },
  resources: 62,
}

/** The whole, unpacked and as it is downloaded. Electron 45 is about 90 MB larger than the fallback runtime. */
export const WHOLE = { 'linux-x64': 560, 'linux-arm64': 560, 'darwin-arm64': 560, 'win32-x64': 610, 'win32-arm64': 620 }
export const INSTALLERS = { AppImage: 260, deb: 210, dmg: 250, zip: 260, exe: 230 }
/** The command line as npm carries it; what it depends on comes from the registry. */
export const COMMAND_LINE = 56
