import { type ChangeEvent, type DragEvent, useId, useState } from 'react'
import { listDropped, listPicked, type Picked } from '../hashing/pick-files'

type FileDropTexts = Readonly<Record<'folder' | 'files' | 'drop' | 'local', string>>

type FileDropProps = { texts: FileDropTexts; disabled: boolean; onPick: (picked: Picked) => void }

// React knows no attribute for folders.
const folderInput = { webkitdirectory: '' }

/** Takes a folder or files, picked or dropped; they are read here and never sent. */
export const FileDrop = ({ texts, disabled, onPick }: FileDropProps) => {
  const [isOver, setOver] = useState(false)
  const id = useId()

  const onChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    if (currentTarget.files !== null && currentTarget.files.length > 0) onPick(listPicked(currentTarget.files))
    // The same folder can be picked again after its files have changed.
    currentTarget.value = ''
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) void listDropped(event.dataTransfer).then(onPick)
  }
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a help beside the two inputs, which keys reach
    <div
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="drop-inputs">
        <div className="field">
          <label htmlFor={`${id}-folder`}>{texts.folder}</label>
          <input id={`${id}-folder`} type="file" multiple disabled={disabled} onChange={onChange} {...folderInput} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-files`}>{texts.files}</label>
          <input id={`${id}-files`} type="file" multiple disabled={disabled} onChange={onChange} />
        </div>
      </div>
      <p className="note">
        {texts.drop} {texts.local}
      </p>
    </div>
  )
}
