import { type Address, encodeFunctionData } from 'viem'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { decodeRevert } from '~/chain/decode-revert'
import { findRevertData } from '~/chain/find-revert-data'
import type { Refusal } from '~/domain/refusal'
import type { ReleaseText } from '~/domain/wallet'
import { getServices, type Services } from '~/services.server'

/** What a class of compute needs for a stage: parties with a Pass by kind, and seconds in the stage before. */
export type ClassRule = { to: 'gated' | 'open'; passes: readonly number[]; dwell: number }

/** What the chain would say to a registration now; `refusal` is null where it would take it. */
export type RegistrationCheck = {
  block: number
  refusal: Refusal | null
  viewer: Address | null
  rules: readonly ClassRule[]
}

const STAGES = { gated: 3, open: 4 } as const

const readRules = async ({ client, deployment }: Services, flopClass: number): Promise<ClassRule[]> => {
  const registry = { address: addressOf(deployment, 'ModelRegistry'), abi: modelRegistryAbi }
  const read = async (to: ClassRule['to']): Promise<ClassRule> => {
    const args = [flopClass, STAGES[to]] as const
    const { passes, dwell } = await client.readContract({ ...registry, functionName: 'gateRule', args })
    return { to, passes, dwell }
  }
  return [await read('gated'), await read('open')]
}

/** Asks the chain, without sending anything. Throws viem's errors when the node does not answer. */
export const checkRegistration = async (
  release: ReleaseText,
  { viewer, flopClass }: { viewer: Address | null; flopClass: number },
): Promise<RegistrationCheck> => {
  const services = await getServices()
  const { client, deployment } = services
  const [block, rules] = [Number(await client.getBlockNumber()), await readRules(services, flopClass)]
  if (viewer === null) return { block, refusal: null, viewer, rules }
  const { size, gpuSeconds, flop, ...rest } = release
  const input = { ...rest, size: BigInt(size), gpuSeconds: BigInt(gpuSeconds), flop: BigInt(flop) }
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerRelease', args: [input] })
  try {
    await client.call({ account: viewer, to: addressOf(deployment, 'ModelRegistry'), data })
    return { block, refusal: null, viewer, rules }
  } catch (error) {
    const revert = findRevertData(error)
    if (revert === null) throw error
    return { block, refusal: decodeRevert(revert), viewer, rules }
  }
}
