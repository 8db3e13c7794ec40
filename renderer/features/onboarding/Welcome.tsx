/** First run: what Fovea is, and the one thing to do. */
import { FolderPlus, Images } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../../strings'
import { addSamples, chooseFolders } from '../../app/actions'
import { Logo } from '../../app/Logo'
import { Button } from '../../ui/Button'
import styles from './Welcome.module.css'

/** In English, which is what the search understands. */
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
        <h1 className={styles['title']}>{t('welcome.title')}</h1>
        <p className={styles['text']}>{t('welcome.text')}</p>
        <div className={styles['actions']}>
          <Button
            look="primary"
            size="large"
            icon={FolderPlus}
            disabled={isBusy}
            onClick={() => void start(chooseFolders)}
          >
            {t('welcome.chooseFolders')}
          </Button>
          <Button size="large" icon={Images} disabled={isBusy} onClick={() => void start(addSamples)}>
            {t('welcome.trySamples')}
          </Button>
        </div>
        <p className={styles['note']}>{t('welcome.note')}</p>
      </div>
      <ul className={styles['examples']} aria-label={t('welcome.examples')}>
        {examples.map((example) => (
          <li key={example}>“{example}”</li>
        ))}
      </ul>
    </main>
  )
}
