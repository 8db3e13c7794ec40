// A virtual X display (Xvfb) for the window tests, so that they neither need nor disturb a real one.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { Problem } from './repository.mjs'

/** Starts Xvfb on a free display. Resolves to `{ display, stop }`. */
export function startVirtualDisplay({ size = '1920x1080x24' } = {}) {
  return new Promise((resolve, reject) => {
    // With -displayfd Xvfb picks a free number itself, and writes it when it is ready.
    const args = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset']
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    const stop = () => server.kill()
    process.once('exit', stop)
    let errors = ''
    server.stderr.on('data', (text) => (errors += text))
    server.stdio[3].once('data', (number) => {
      const stopped = new Promise((done) => server.once('close', done))
      resolve({ display: `:${String(number).trim()}`, stop: () => (stop(), stopped) })
    })
    server.on('error', (error) => reject(new Problem(`Xvfb did not start: ${error.message}`)))
    server.on('close', () => reject(new Problem(`Xvfb did not start.\n${errors.trim()}`)))
  })
}
