/** First run: what Fovea is, and the one thing to do. */
import { FolderPlus, Images, Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../../../strings'
import { addPicturesFolder, addSamples, chooseFolders } from '../../app/actions'
import { call } from '../../app/client'
import { Logo } from '../../app/Logo'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { useSearch } from '../search/searchStore'
import styles from './Welcome.module.css'

/** In English, which is what the search understands. */
const examples = ['boats in a harbour', 'a cat up close', 'a temple by a lake', 'mountains with snow']

export function Welcome() {
  const [isBusy, setIsBusy] = useState(false)
  const [pictures, setPictures] = useState<string | null>(null)
  useEffect(() => {
    // Only an offer: without an answer there is none.
    call('library.picturesFolder').then(setPictures, () => undefined)
  }, [])
  const start = async (action: () => Promise<void>) => {
    setIsBusy(true)
    await action()
    setIsBusy(false)
  }
  /** On the sample photos: the quickest way to see what searching is like. */
  const tryExample = async (example: string) => {
    useSearch.type(example)
    await start(addSamples)
  }
  return (
    <main className={styles['welcome']}>
      <div className={styles['content']}>
        <Logo size={72} />
        <h1 className={styles['title']}>{t('welcome.title')}</h1>
        <p className={styles['text']}>{t('welcome.text')}</p>
        <div className={styles['actions']}>
          {pictures !== null && (
            <Button
              look="primary"
              size="large"
              icon={Images}
              disabled={isBusy}
              onClick={() => void start(addPicturesFolder)}
            >
              {t('welcome.addPictures', { name: pictures })}
            </Button>
          )}
          <Button
            look={pictures === null ? 'primary' : 'secondary'}
            size="large"
            icon={FolderPlus}
            disabled={isBusy}
            onClick={() => void start(chooseFolders)}
          >
            {t('welcome.chooseFolders')}
          </Button>
          <Button size="large" icon={Sparkles} disabled={isBusy} onClick={() => void start(addSamples)}>
            {t('welcome.trySamples')}
          </Button>
        </div>
        <p className={styles['note']}>{t('welcome.note')}</p>
        <Button
          look="quiet"
          onClick={() => {
            openOverlay('models')
          }}
        >
          {t('models.hintWelcome')}
        </Button>
      </div>
      <ul className={styles['examples']} aria-label={t('welcome.examples')}>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" disabled={isBusy} onClick={() => void tryExample(example)}>
              “{example}”
            </button>
          </li>
        ))}
      </ul>
    </main>
  )
}
