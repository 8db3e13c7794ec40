/** What the shell may use of the engine besides its two processes: places on disk and power, nothing that computes. */
export { resolveHome, type Home } from './home'
export { chosenFolder } from './models/choice'
export { thumbnailPath } from './media/thumbnails'
export { readPower, watchPower } from './power'
export { resourcesIn, type Resources } from './resources'
export { inferenceThreads } from './threads'
