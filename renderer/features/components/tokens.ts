/** Names of the tokens, as in renderer/app/tokens.css. */
export const colours = [
  ...['canvas', 'surface', 'bar', 'popup', 'field', 'field-hover', 'selected', 'placeholder', 'scrim'],
  ...['line', 'line-strong', 'text', 'text-soft', 'text-faint'],
  ...['accent', 'accent-hover', 'on-accent', 'accent-soft', 'accent-text'],
  ...['danger', 'danger-hover', 'danger-soft', 'on-danger', 'warning', 'warning-soft'],
]
export const textSizes = [
  ...['text-xs', 'text-s', 'text-m', 'text-reading', 'text-l', 'text-lead'],
  ...['text-heading', 'text-xl', 'text-display', 'text-hero'],
]
export const spaces = ['space-1', 'space-2', 'space-3', 'space-4', 'space-5', 'space-6', 'space-7']
export const radii = ['radius-s', 'radius-m', 'radius-l', 'radius-full']
export const durations = ['fast', 'medium', 'slow']
