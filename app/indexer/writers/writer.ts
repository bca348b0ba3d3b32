import type { Abi, ContractEventName, GetEventArgs } from 'viem'
import type { Deployment } from '~/chain/deployment'
import type { EventContract, eventAbis } from '~/chain/events'
import type { Write } from '../rows'

type Args<abi extends Abi, name extends ContractEventName<abi>> = GetEventArgs<
  abi,
  name,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>

/** What to write for each event of a contract; an event without a handler leaves no row. */
type Handlers<contract extends EventContract> = {
  [name in ContractEventName<(typeof eventAbis)[contract]>]?: (
    args: Args<(typeof eventAbis)[contract], name>,
    write: Write,
  ) => void
}

/** Makes the handlers of a contract, fresh for each batch, so that they may remember what one log says for the next. */
export type CreateWriter<contract extends EventContract> = (deployment: Deployment) => Handlers<contract>
