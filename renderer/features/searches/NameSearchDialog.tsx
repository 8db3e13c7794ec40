/** Gives a search its name: when it is saved, or another one later. */
import { useId, useState } from 'react'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { showMessage } from '../../ui/toasts'
import albums from '../albums/Albums.module.css'
import { NameField } from '../albums/NameField'
import { useSearches } from './searchesStore'
import styles from './Searches.module.css'

function close(): void {
  useSearches.setState({ naming: null })
}

export function NameSearchDialog() {
  const naming = useSearches((searches) => searches.naming)
  const isNew = naming !== null && !('id' in naming)
  const form = useId()
  return (
    <Dialog
      title={t(isNew ? 'searches.saveTitle' : 'searches.renameTitle')}
      size="small"
      open={naming !== null}
      onClose={close}
      footer={
        <div className={albums['buttons']}>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={form}>
            {t(isNew ? 'searches.saveAction' : 'albums.renameAction')}
          </Button>
        </div>
      }
    >
      {naming && <NameForm id={form} naming={naming} />}
    </Dialog>
  )
}

function NameForm({
  id,
  naming,
}: {
  id: string
  naming: NonNullable<ReturnType<typeof useSearches.getState>['naming']>
}) {
  const [name, setName] = useState(naming.name)
  const submit = async () => {
    const wanted = name.trim()
    if (wanted === '') return
    const isDone =
      'id' in naming ? await useSearches.rename(naming.id, wanted) : await useSearches.save({ ...naming, name: wanted })
    if (!isDone) return
    close()
    if (!('id' in naming)) showMessage(t('searches.saved', { name: wanted }))
  }
  return (
    <form
      id={id}
      className={albums['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <NameField value={name} onChange={setName} />
      {naming.text !== '' && <p className={styles['text']}>{naming.text}</p>}
    </form>
  )
}
