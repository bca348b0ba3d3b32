import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { type Client, createClient, http, isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getChainId } from 'viem/actions'
import { deployDemoMoney } from '~/chain/demo-money'
import { deploy, requireChain } from '~/chain/deploy'
import { type Genesis, genesisSchema, getProfile, withPortal } from '~/chain/profile'
import { AppError } from '~/domain/errors'
import { readEnv } from '~/env.server'
import { buildGenesis, buildHolders, faucet } from './demo/cast'
import { sentenceOf } from './log'

/** `ostrakon deploy`: deploys to the chain at RPC_URL and writes the deployment file. */
export const runDeploy = async (args: string[]): Promise<number> => {
  const { profile: profileName, genesis: genesisFile, out } = parse(args)
  const env = readEnv()
  const rpcUrl = env.RPC_URL?.split(',')[0]
  if (!rpcUrl) throw new AppError('invalid_environment', 'RPC_URL is not set: name the chain to deploy to.')
  const account = readAccount(env.DEPLOYER_KEY)
  const named = getProfile(profileName)
  // The governor keeps its daoURI for ever: without a portal it stays the profile's, which says no more than the name.
  const profile = env.PUBLIC_URL ? withPortal(named, env.PUBLIC_URL) : named
  const given = readGenesis(profileName, genesisFile)
  const client = createClient({ transport: http(rpcUrl) })
  const chainId = await getChainId(client).catch((cause: unknown) => {
    throw new AppError('rpc_unreachable', `No RPC node answers at ${rpcUrl}; start it or set RPC_URL.`, { cause })
  })
  const file = out ?? `deployments/${chainId}.json`
  if (existsSync(file)) {
    throw new AppError('deployment_exists', `${file} is there already: move it away, or name another with --out.`)
  }
  requireChain(profile, chainId)
  const genesis = given ?? (await makeDemoGenesis(client, account))
  const progress = (line: string) => process.stdout.write(`${line}\n`)
  const deployment = await deploy({ client, account, profile, genesis, onProgress: progress })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(deployment, null, 2)}\n`)
  progress(`Deployed to chain ${chainId}; ${account.address} holds no role. The addresses are in ${file}.`)
  return 0
}

const parse = (args: string[]) => {
  try {
    const options = { profile: { type: 'string' }, genesis: { type: 'string' }, out: { type: 'string' } } as const
    const { values } = parseArgs({ args, options, strict: true })
    return { ...values, profile: values.profile ?? 'production' }
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

const readAccount = (key: string | undefined) => {
  const hex = key?.startsWith('0x') ? key : `0x${key ?? ''}`
  if (isHex(hex) && hex.length === 66) return privateKeyToAccount(hex)
  // The value stays out of the message: it may be a real key with a typing error.
  throw new AppError('invalid_environment', 'DEPLOYER_KEY must be a private key: 32 bytes of hex.')
}

/** The demo's holders, and money that is made for them. */
const makeDemoGenesis = async (client: Client, account: LocalAccount): Promise<Genesis> =>
  buildGenesis(buildHolders(), await deployDemoMoney({ client, account, holder: faucet.address }))

const readGenesis = (profile: string, file: string | undefined): Genesis | null => {
  if (!file) {
    if (profile === 'demo') return null
    throw new AppError('invalid_usage', `The profile ${profile} needs --genesis FILE: who owns what at the start.`)
  }
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('invalid_genesis', `${file} cannot be read as JSON: ${sentenceOf(cause)}.`, { cause })
  }
  const result = genesisSchema.safeParse(json)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('invalid_genesis', `${file} is not a genesis: ${problems.join('; ')}.`)
}
