import { type Address, encodeFunctionData, type Hex } from 'viem'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { faucet, guardian } from './cast'
import type { Step } from './chain-writer'
import { type Evaluation, evaluations, type Stop, stops } from './data/evaluation-stories'
import { digestReport } from './data/reports'
import type { Happening } from './timeline'

const DAY = 86_400
const CHAIN_ID = 31_337
const abi = modelRegistryAbi

const types = {
  Attest: [
    { name: 'attester', type: 'address' },
    { name: 'releaseId', type: 'uint32' },
    { name: 'root', type: 'bytes32' },
    { name: 'kind', type: 'uint8' },
    { name: 'verdict', type: 'uint8' },
    { name: 'report', type: 'bytes32' },
    { name: 'expirationTime', type: 'uint48' },
    { name: 'uri', type: 'string' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint48' },
  ],
} as const

type Registry = {
  registry: Address
  end: number
  readRoot: (release: number) => Promise<Hex>
  readNonce: (evaluator: Address) => Promise<bigint>
}

type Statement = Exclude<Evaluation, { act: 'revoke' }>

const buildInput = ({ release, kind, verdict, report }: Statement, root: Hex) => ({
  releaseId: release,
  root,
  kind,
  verdict: verdict === 'pass' ? 1 : 2,
  report: digestReport(report),
  expirationTime: 0,
  uri: `https://example.org/sample-reports/${encodeURIComponent(report)}`,
})

const describe = ({ release, kind, verdict }: Statement) => `${verdict} of release ${release}, kind ${kind}`

/** Whoever holds the signed statement can send it: here the demo's faucet pays for it. */
const sign = async (evaluation: Statement, at: number, registry: Registry): Promise<Step> => {
  const { evaluator, release } = evaluation
  const input = buildInput(evaluation, await registry.readRoot(release))
  const deadline = at + 7 * DAY
  const signature = await evaluator.signTypedData({
    domain: {
      name: 'Ostrakon ModelRegistry',
      version: '1',
      chainId: CHAIN_ID,
      verifyingContract: registry.registry,
    },
    types,
    primaryType: 'Attest',
    message: { ...input, attester: evaluator.address, nonce: await registry.readNonce(evaluator.address), deadline },
  })
  const args = [evaluator.address, input, deadline, signature] as const
  const data = encodeFunctionData({ abi, functionName: 'attestBySig', args })
  return { from: faucet, to: registry.registry, gas: 600_000n, data, label: `signed ${describe(evaluation)}` }
}

const send = async (evaluation: Evaluation, at: number, registry: Registry): Promise<Step> => {
  const step = { from: evaluation.evaluator, to: registry.registry, gas: 600_000n }
  if (evaluation.act === 'revoke') {
    const data = encodeFunctionData({ abi, functionName: 'revokeAttestation', args: [evaluation.uid] })
    return { ...step, data, label: `revocation of attestation ${evaluation.uid}` }
  }
  if (evaluation.act === 'sign') return sign(evaluation, at, registry)
  const input = buildInput(evaluation, await registry.readRoot(evaluation.release))
  const data = encodeFunctionData({ abi, functionName: 'attest', args: [input] })
  return { ...step, data, label: describe(evaluation) }
}

const stop = ({ act, release, reason, days }: Stop, { registry, end }: Registry): Happening => ({
  at: Math.floor(end - days * DAY),
  steps: () => [
    {
      from: guardian,
      to: registry,
      gas: 300_000n,
      data: encodeFunctionData({ abi, functionName: act, args: [release, reason] }),
      label: `${act} of release ${release}`,
    },
  ],
})

/** What evaluators state and take back, and what the council stops. */
export const tellEvaluations = (registry: Registry): Happening[] => [
  ...evaluations.map((evaluation): Happening => {
    const at = Math.floor(registry.end - evaluation.days * DAY)
    // A statement names the root that the chain has, and a signature the nonce: both are read when their time has come.
    return {
      at: at - 1,
      steps: () => [],
      follow: async () => {
        const step = await send(evaluation, at, registry)
        return [{ at, steps: () => [step] }]
      },
    }
  }),
  ...stops.map((one) => stop(one, registry)),
]
