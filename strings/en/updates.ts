/** New versions of Fovea. */
export const updates = {
  title: 'Updates',
  about:
    'Fovea asks {host} for a signed list of versions only when you press the button, or once a week when that is switched on. Nothing about you or your photos is sent, and nothing is installed without you.',
  weekly: 'Look for updates once a week',
  check: 'Check now',
  checking: 'Asking {host}…',
  unknown: 'You have version {version}. No one has looked for a newer one yet.',
  current: 'You have version {version}, the newest one. Last looked for: {time}.',
  outdated: 'You have version {version}. Last looked for: {time}.',
  name: 'Fovea {version}',
  released: 'Released on {day}',
  releasedSize: 'Released on {day}  ·  {size}',
  notes: 'What is new in version {version}',
  noFile: 'There is no installer of it for this computer.',
  download: 'Download',
  goOn: 'Continue',
  pause: 'Pause',
  discard: 'Delete what is here',
  openInstaller: 'Open the installer',
  openInstallerAsks: 'Open the installer…',
  reveal: 'Show in folder',
  progress: 'Progress of the download',
  downloading: 'Downloading',
  verifying: 'Checking every byte',
  paused: 'Paused',
  ready: 'It is here, and every byte is as its makers have signed it.',
  readyAppImage:
    'It is here, and every byte is as its makers have signed it. Put it where the old one is, and start it.',
  shown: 'The installer is shown in its folder',
  opened: 'The installer was opened',
  hint: 'Fovea {version} can be had',
  openTitle: 'Open the installer of Fovea {version}?',
  openDetail:
    'Every byte of it is checked first. The system may ask for your password. Close Fovea when the installer wants to replace it; your library and your photos stay as they are.',
  openDetailMac:
    'Every byte of it is checked first. Close Fovea, then drag the new one into your applications; your library and your photos stay as they are.',
} as const
