import { type Abi, decodeEventLog } from 'viem'
import { vi } from 'vitest'
import { type EventContract, eventAbis } from '~/chain/events'
import { runAudit } from '~/cli/audit'
import type { TestChain } from './chain'
import type { TestDatabase } from './postgres'

type Report = { matches: boolean; contentHash: string; mismatches: { what: string }[] }

/** What `ostrakon audit` says of a database, with its exit code. */
export const auditDatabase = async (chain: Pick<TestChain, 'url' | 'deploymentFile'>, { url }: TestDatabase) => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const names = ['--json', '--rpc', chain.url, '--database', url, '--deployment', chain.deploymentFile]
    const code = await runAudit(names)
    return { code, report: JSON.parse(String(written.mock.calls.at(-1)?.[0])) as Report }
  } finally {
    written.mockRestore()
  }
}

/** The names of the events that a contract has emitted so far. */
export const listEmitted = async ({ client, deployment }: TestChain, contract: EventContract): Promise<string[]> => {
  const logs = await client.getLogs({ address: deployment.contracts[contract].address, fromBlock: 0n })
  const abi = eventAbis[contract] as Abi
  const names = logs.map(({ topics, data }) => decodeEventLog({ abi, topics, data }).eventName ?? '')
  return [...new Set(names)].sort()
}

/** The names of all events that a contract can emit. */
export const listEvents = (contract: EventContract): string[] =>
  (eventAbis[contract] as Abi).flatMap((item) => (item.type === 'event' ? [item.name] : [])).sort()
