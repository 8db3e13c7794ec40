// Names every skipped test and why, for vitest and Playwright: a skipped test must not look like a passed one.
import process from 'node:process'

export default class SkippedReporter {
  #skipped = []

  // vitest
  onTestCaseResult(testCase) {
    const result = testCase.result()
    if (result.state === 'skipped') this.#add(testCase.fullName, result.note)
  }
  onTestRunEnd() {
    this.#print()
  }

  // Playwright
  onTestEnd(test, result) {
    if (result.status !== 'skipped') return
    const annotation = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    this.#add(test.titlePath().filter(Boolean).join(' > '), annotation?.description)
  }
  onEnd() {
    this.#print()
  }

  #add(name, reason) {
    this.#skipped.push(`SKIPPED: ${name}: ${reason || 'no reason given'}`)
  }
  #print() {
    if (this.#skipped.length > 0) process.stdout.write(`\n${this.#skipped.join('\n')}\n`)
    this.#skipped = []
  }
}
