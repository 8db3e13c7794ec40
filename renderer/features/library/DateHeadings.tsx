/** The dates above the sections of the timeline that are on screen. */
import { t } from '../../../strings'
import type { Row } from './layout'
import type { Section } from './sections'
import { sectionTitle } from './sectionTitle'
import styles from './PhotoGrid.module.css'

interface DateHeadingsProps {
  /** The rows on screen; `top`: distance from the top of what is scrolled. */
  rows: readonly { row: Row; top: number }[]
  sections: readonly Section[]
}

export function DateHeadings({ rows, sections }: DateHeadingsProps) {
  return rows.map(({ row, top }) => {
    const section = row.above === undefined ? undefined : sections.find(({ at }) => at === row.start)
    return (
      section && (
        <div key={section.at} className={styles['date']} style={{ top, height: row.above }}>
          <h2 className={styles['dateTitle']}>{sectionTitle(section)}</h2>
          <span className={styles['dateCount']}>{t('count.photos', { count: section.count })}</span>
        </div>
      )
    )
  })
}
