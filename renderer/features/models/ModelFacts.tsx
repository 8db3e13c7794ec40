/** What a model brings and costs: published figures, languages, size, speed, the time this library would take, licence. */
import type { ReactNode } from 'react'
import type { ModelSummary } from '../../../contract'
import { t } from '../../../strings'
import { figureText, languagesText, sizeText, timeText } from './describeModel'
import styles from './Models.module.css'

export function ModelFacts({ model, photos }: { model: ModelSummary; photos: number }) {
  const { quality, speed, licence } = model
  const time = timeText(model, photos)
  return (
    <dl className={styles['facts']}>
      <Fact name={t('models.quality')}>
        {quality.length === 0
          ? t('models.noFigures')
          : quality.map((figure) => (
              <span key={figure.measure} className={styles['figure']} title={t('models.figureSource', figure)}>
                {figureText(figure)}
                <span className={styles['source']}> ({figure.source})</span>
              </span>
            ))}
      </Fact>
      <Fact name={t('models.languages')}>{languagesText(model)}</Fact>
      <Fact name={t('models.size')}>{sizeText(model)}</Fact>
      <Fact name={t('models.speed')}>{speed && t(`models.${speed}`)}</Fact>
      <Fact name={t('models.photosTake')}>{time ?? t('models.notMeasured')}</Fact>
      <Fact name={t('models.licence')}>{licence}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null) return null
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
