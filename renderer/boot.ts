/**
 * Entry of the page: lets the first frame be painted before the code of the app is read, which takes as long as all else. The
 * window is shown with that frame.
 */
import './app/launch.css'

/** A window that nobody sees paints nothing. */
const atTheLatestMs = 200

const start = () => void import('./main')
requestAnimationFrame(() => {
  setTimeout(start)
})
setTimeout(start, atTheLatestMs)
