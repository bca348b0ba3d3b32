import { z } from 'zod'
import { AppError } from '~/domain/errors'

const port = z.coerce.number().int().min(1).max(65_535)
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://')

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  RPC_PORT: port.default(8545),
  DATA_DIR: z.string().default('.data'),
  /** One or more JSON-RPC addresses, separated by commas; the indexer fails over from left to right. */
  RPC_URL: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  /** The file that `npm run deploy` writes. */
  DEPLOYMENT: z.string().optional(),
  /** The key that `npm run deploy` signs with; checked there, so that no message ever repeats it. */
  DEPLOYER_KEY: z.string().optional(),
  /** The key that custody commands send with where no --key-file is given; checked there, as the one above. */
  SIGNER_KEY: z.string().optional(),
  /** The key that pays for ballots signed elsewhere; checked where it is used, as the ones above. */
  RELAY_KEY: z.string().optional(),
  /** How many the relay takes in any 24 hours, in all and of each signer. */
  RELAY_DAILY: z.coerce.number().int().min(1).default(500),
  RELAY_DAILY_PER_VOTER: z.coerce.number().int().min(1).default(10),
  /** The most that the relay pays for gas, in gwei; while it costs more, ballots wait. */
  RELAY_MAX_GWEI: z.coerce.number().min(0.001).max(1_000_000).default(100),
  /** 1: webhooks and push subscriptions may lead to this machine and private networks, and over http; for development alone. */
  WEBHOOK_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
  /** The key that browsers' push services know this portal by; checked where it is used, as the ones above. */
  VAPID_PRIVATE_KEY: z.string().optional(),
  /** Where the portal is reached from outside; absolute links and the sessions' domain come from it. */
  PUBLIC_URL: z.url().optional(),
  /** A JSON-RPC address that may be told to every reader, for wallets that do not know the chain yet. */
  PUBLIC_RPC_URL: z.url().optional(),
  /** A JSON-RPC address of Ethereum mainnet, where the names of accounts are read (ENS); without it none are shown. */
  ENS_RPC_URL: z.url().optional(),
  /** Set by `up` for the embedded demo only: shows the demo wallets and the bar that moves the local chain's time. */
  DEMO: z.enum(['0', '1']).default('0'),
  /** The longest time, in seconds, by which the index may trail the chain before reads answer 503. */
  MAX_LAG: z.coerce.number().int().min(1).default(120),
  /** Requests a minute that the API takes of a network, and of a key. */
  RATE_LIMIT: z.coerce.number().int().min(1).default(120),
  RATE_LIMIT_KEY: z.coerce.number().int().min(1).default(1_200),
  /** Proxies of ours in front of the portal: so many entries of X-Forwarded-For are believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Where `ostrakon manifest --hub` finds models, and the reader's token for it; named as the hub's own tools do. */
  HF_ENDPOINT: z.url().optional(),
  HF_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

/** Reads the settings; throws `invalid_environment`, naming each bad variable and its value, never a partial result. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env) => {
  // An empty value in an .env file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return `${name}=${JSON.stringify(given[name])}: ${issue.message}`
  })
  throw new AppError('invalid_environment', `These settings are not usable: ${problems.join('; ')}. See .env.example.`)
}

export type Env = ReturnType<typeof readEnv>
