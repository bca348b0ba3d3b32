import type { ReactNode } from 'react'
import type { DraftFormData, DraftResult } from './draft-props'

export type FieldsProps = { form: DraftFormData; values: DraftResult['values']; errors: DraftResult['errors'] }

type Texts = DraftFormData['texts']
type Move = keyof Texts extends infer Key ? (Key extends `move.${infer Name}` ? Name : never) : never

type MovesProps = Pick<FieldsProps, 'form' | 'values'> & {
  moves: readonly Move[]
  /** Texts that say it otherwise for this kind of proposal. */
  names?: Partial<Record<Move, string>>
}

/** What should happen: one of the moves that a kind of proposal has. */
export const Moves = ({ form: { texts }, values, moves, names = {} }: MovesProps) => (
  <fieldset className="field">
    <legend>{texts.move}</legend>
    <div className="choices">
      {moves.map((move) => (
        <label key={move}>
          <input type="radio" name="move" value={move} defaultChecked={(values['move'] ?? moves[0]) === move} />
          {names[move] ?? texts[`move.${move}`]}
        </label>
      ))}
    </div>
  </fieldset>
)

/** Fields that only these moves need; the style sheet hides them while another is chosen. */
export const Only = ({ moves, children }: { moves: readonly Move[]; children: ReactNode }) => (
  <div className="stack" data-only={moves.join(' ')}>
    {children}
  </div>
)
