/** First run: what Fovea is, and the one thing to do. */
import { FolderPlus, Images } from 'lucide-react'
import { useState } from 'react'
import { addSamples, chooseFolders } from '../../app/actions'
import { Logo } from '../../app/Logo'
import { Button } from '../../ui/Button'
import styles from './Welcome.module.css'

const examples = ['boats in a harbour', 'a cat up close', 'a temple by a lake', 'mountains with snow']

export function Welcome() {
  const [isBusy, setIsBusy] = useState(false)
  const start = async (action: () => Promise<void>) => {
    setIsBusy(true)
    await action()
    setIsBusy(false)
  }
  return (
    <main className={styles['welcome']}>
      <div className={styles['content']}>
        <Logo size={72} />
        <h1 className={styles['title']}>Find any photo by describing it</h1>
        <p className={styles['text']}>
          Fovea looks at the photos on your own disks and finds them by what they show. Everything happens on this
          computer: no account, no cloud, no internet.
        </p>
        <div className={styles['actions']}>
          <Button
            look="primary"
            size="large"
            icon={FolderPlus}
            disabled={isBusy}
            onClick={() => void start(chooseFolders)}
          >
            Choose folders…
          </Button>
          <Button size="large" icon={Images} disabled={isBusy} onClick={() => void start(addSamples)}>
            Try the sample photos
          </Button>
        </div>
        <p className={styles['note']}>Your photos stay where they are. Fovea only reads them.</p>
      </div>
      <ul className={styles['examples']} aria-label="Things you can ask for">
        {examples.map((example) => (
          <li key={example}>“{example}”</li>
        ))}
      </ul>
    </main>
  )
}
