import { readFileSync } from 'node:fs'
import { encodeFunctionData, getAddress, type Hex, type LocalAccount } from 'viem'
import { modelRegistryAbi, partyRegistryAbi } from '~/chain/abi/generated'
import { parseDeployment } from '~/chain/deployment'
import { stewards } from '~/cli/demo/cast'
import type { ApiAnswer } from './api'
import { holders } from './demo-dao'
import type { Portal } from './portal'
import { type Credentials, signIn } from './session'

type Saved = { id: string; revision: number; digest: Hex; etag: string }

/** Writes drafts to a portal as an account that signed in by its wallet. */
export const openDrafts = async ({ url }: Portal, account: LocalAccount) => {
  const send = async (path: string, init: RequestInit = {}): Promise<ApiAnswer> => {
    const { status, headers, ...response } = await fetch(`${url}/api/v1${path}`, init).then(async (answer) => ({
      ...{ status: answer.status, headers: answer.headers, text: await answer.text() },
    }))
    return { status, headers, body: JSON.parse(response.text), text: response.text }
  }
  const session = await signIn({ origin: url, send }, account)
  const write = async (method: string, path: string, body: unknown, more: Credentials = {}) => {
    const headers = { 'Content-Type': 'application/json', ...session, ...more }
    const answer = await send(path, { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) })
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text}`)
    return answer.body.data
  }
  return {
    session,
    read: async (path: string) => (await send(path, { headers: session })).body.data,
    make: (body: unknown) => write('POST', '/drafts', body) as Promise<Saved>,
    change: ({ id, etag }: Saved, body: unknown) =>
      write('PUT', `/drafts/${id}`, body, { 'If-Match': etag }) as Promise<Saved>,
    sponsor: ({ id, digest }: Pick<Saved, 'id' | 'digest'>) => write('PUT', `/drafts/${id}/sponsors`, { digest }),
    share: async ({ id }: Pick<Saved, 'id'>) =>
      ((await write('POST', `/drafts/${id}/share`, null)) as { token: string }).token,
  }
}

/** Calls of the demo's contracts as a draft takes them. */
export const buildDraftCalls = ({ deployment: file }: Portal) => {
  const { contracts } = parseDeployment(JSON.parse(readFileSync(file, 'utf8')), file)
  const call = (target: string, calldata: Hex) => ({ kind: 'call', target, value: '0', calldata })
  return {
    revoke: (release: number) =>
      call(
        contracts.ModelRegistry.address,
        encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [release] }),
      ),
    admit: (digit: string) =>
      call(
        contracts.PartyRegistry.address,
        encodeFunctionData({
          abi: partyRegistryAbi,
          functionName: 'admit',
          args: [getAddress(`0x${digit.repeat(40)}`), 2],
        }),
      ),
  }
}

/** A public draft with all that its pages can show: revisions, calls, findings, sponsors; answers its id. */
export const makeSponsoredDraft = async (portal: Portal): Promise<string> => {
  const [holder, steward] = [holders[0], stewards[0]]
  if (holder === undefined || steward === undefined) throw new Error('The demo has no holders or stewards.')
  const drafts = await openDrafts(portal, holder)
  const { admit, revoke } = buildDraftCalls(portal)
  const body = { title: 'Admit two universities', text: 'They asked.\n', actions: [admit('7')], visibility: 'public' }
  const first = await drafts.make(body)
  const second = await drafts.change(first, {
    ...body,
    text: 'They asked.\n\nSee [dao.example](https://other.example).\n',
    actions: [admit('7'), { kind: 'policy', move: 'lower', cap: '10' }],
  })
  await drafts.sponsor(second)
  const third = await drafts.change(second, {
    ...body,
    text: 'They asked.\n\n> Both train models.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n',
    actions: [admit('7'), { kind: 'policy', move: 'lower', cap: '9' }, revoke(1)],
  })
  await (await openDrafts(portal, steward)).sponsor(third)
  return first.id
}
