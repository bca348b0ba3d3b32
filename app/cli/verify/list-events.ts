import type {
  Abi,
  Address,
  ContractEventArgs,
  ContractEventName,
  GetContractEventsReturnType,
  PublicClient,
} from 'viem'

// A node that refuses so few blocks refuses for another reason than their number.
const SMALLEST_RANGE = 1_000n

type Options<abi extends Abi, name extends ContractEventName<abi>> = {
  client: PublicClient
  address: Address
  abi: abi
  eventName: name
  args?: ContractEventArgs<abi, name>
  from: bigint
  to: bigint
}

/** All events of a contract in a range of blocks; halves the range where the node finds it too large. */
export const listEvents = async <const abi extends Abi, name extends ContractEventName<abi>>(
  options: Options<abi, name>,
): Promise<GetContractEventsReturnType<abi, name, true>> => {
  const { client, from, to, ...filter } = options
  try {
    // viem types both by options that are known one by one; here they are of a generic event.
    const events = await client.getContractEvents({ ...filter, fromBlock: from, toBlock: to, strict: true } as never)
    return events as unknown as GetContractEventsReturnType<abi, name, true>
  } catch (error) {
    if (to - from < SMALLEST_RANGE) throw error
    const middle = from + (to - from) / 2n
    const first = await listEvents({ ...options, to: middle })
    const second = await listEvents({ ...options, from: middle + 1n })
    return [...first, ...second] as GetContractEventsReturnType<abi, name, true>
  }
}
