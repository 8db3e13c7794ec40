// Names every skipped test and why, for vitest and Playwright, and every window test that passed only when it was
// tried again: neither must look like one that passed.
import process from 'node:process'

export default class LoudReporter {
  #lines = []

  // vitest
  onTestCaseResult(testCase) {
    const result = testCase.result()
    if (result.state === 'skipped') this.#addSkipped(testCase.fullName, result.note)
  }
  onTestRunEnd() {
    this.#print()
  }

  // Playwright
  onTestEnd(test, result) {
    const name = test.titlePath().filter(Boolean).join(' > ')
    if (test.outcome() === 'flaky') this.#lines.push(`FLAKY: ${name}: passed only when it was tried again`)
    if (result.status !== 'skipped') return
    const annotation = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    this.#addSkipped(name, annotation?.description)
  }
  onEnd() {
    this.#print()
  }

  #addSkipped(name, reason) {
    this.#lines.push(`SKIPPED: ${name}: ${reason || 'no reason given'}`)
  }
  #print() {
    if (this.#lines.length > 0) process.stdout.write(`\n${this.#lines.join('\n')}\n`)
    this.#lines = []
  }
}
