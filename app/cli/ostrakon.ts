import { AppError } from '~/domain/errors'
import { sentenceOf } from './log'
import { keepHeapSmall } from './small-heap.mjs'

type Command = { about: string; load: () => Promise<(args: string[]) => Promise<number>> }

const loadSmall = <T>(load: () => Promise<T>): Promise<T> => {
  keepHeapSmall()
  return load()
}

/** Loaded when called, so that `ostrakon help` does not wait for a web server. */
const commands: Record<string, Command> = {
  up: {
    about: 'start everything: database, chain, demo, indexer and portal',
    load: async () => (await import('./up')).runUp,
  },
  reset: { about: 'forget the stored demo', load: async () => (await import('./reset')).runReset },
  deploy: {
    about: 'deploy to the chain at RPC_URL: --profile demo|production --genesis FILE [--out FILE]',
    load: async () => (await import('./deploy-command')).runDeploy,
  },
  index: { about: 'run the indexer alone', load: async () => (await import('./index-command')).runIndex },
  manifest: {
    about: 'list and digest the files of a release: DIR [--shards] | --hub ORG/NAME@REVISION [--json]',
    load: async () => (await import('./manifest-command')).runManifest,
  },
  verify: {
    about: 'check that files are a release, and where votes have brought it: DIR --release ID [--manifest FILE] …',
    load: async () => (await import('./verify-command')).runVerify,
  },
  audit: {
    about: 'compare the database, and a portal, with the chain: [--url PORTAL] [--json]',
    load: async () => (await import('./audit')).runAudit,
  },
  poll: {
    about: 'count a temperature check again, signatures and weights: verify ID|FILE [--url PORTAL] [--out FILE] …',
    load: async () => (await import('./poll-command')).runPoll,
  },
  recipient: {
    about: 'register the key to which shares for you are encrypted: --identity FILE',
    load: async () => (await import('./recipient-command')).runRecipient,
  },
  seal: {
    about: 'encrypt a release, split its key: DIR --release ID --threshold K --seats 1,2,3 --out DIR',
    load: () => loadSmall(async () => (await import('./seal-command')).runSeal),
  },
  reseal: {
    about: 'seal it again with a new key, for changed stewards: options as for seal',
    load: () => loadSmall(async () => (await import('./reseal-command')).runReseal),
  },
  ack: {
    about: 'check the own share and acknowledge it: SEAL --boxes FILE --identity FILE',
    load: async () => (await import('./ack-command')).runAck,
  },
  grant: {
    about: 'give the own share to a voted grant: GRANT --boxes FILE --identity FILE; --seal SEAL publishes it at Open',
    load: async () => (await import('./grant-command')).runGrant,
  },
  unseal: {
    about: 'decrypt with the shares on chain: DIR --grant GRANT --identity FILE --out DIR, or --seal SEAL at Open',
    load: () => loadSmall(async () => (await import('./unseal-command')).runUnseal),
  },
  attest: {
    about:
      'check an enclave that serves a release: verify --quote FILE --collateral FILE --at TIME --enclave ID; bind …',
    load: async () => (await import('./attest-command')).runAttest,
  },
  inference: {
    about:
      'check that an attested enclave gave an answer: verify --receipt F --request F --response F --enclave ID; sign …',
    load: async () => (await import('./inference-command')).runInference,
  },
  receipt: {
    about:
      'check that a ballot is in the chain: verify FILE | verify --proposal N --voter ADDRESS [--api URL] [--json]',
    load: async () => (await import('./receipt-command')).runReceipt,
  },
  solve: {
    about: 'allocate GPU time to tenants: INPUT.json [--json] [--out FILE] | INPUT.csv --capacity N [--cap-bps N] …',
    load: async () => (await import('./solve-command')).runSolve,
  },
  settle: {
    about: 'solve what was asked for and prove who gets what: [--pool P] [--epoch E] [--batch N] [--watch]',
    load: async () => (await import('./settle-command')).runSettle,
  },
  provider: {
    about:
      'offer compute: bid by a price list, run what tenants put, take what it earns: --config FILE [--once] [--drain]',
    load: async () => (await import('./provider-command')).runProvider,
  },
  lease: {
    about: 'use compute: order, bids, accept, put, watch, fetch, top-up, end, dispute, …: see docs/provider.md',
    load: async () => (await import('./lease-command')).runLease,
  },
  'demo-job': {
    about: 'write the demo’s job for a lease, and compute here what a provider has to deliver: DIR [--json]',
    load: async () => (await import('./demo-job-command')).writeDemoJob,
  },
  serve: { about: 'run the portal and the API alone', load: async () => (await import('./serve')).runServe },
}

/** What a caller can mend by calling differently, or by waiting for a network: exit code 3. Anything else is a no: 1. */
const usageCodes = new Set([
  'invalid_environment',
  'invalid_usage',
  'rpc_unreachable',
  'database_unreachable',
  'api_unreachable',
  'port_taken',
  'data_folder',
  'no_folder',
  'unknown_release',
  'wrong_chain',
  'wrong_code',
  'deployment_missing',
  'invalid_deployment',
  'hub_unreachable',
  'hub_missing',
  'hub_refused',
  'provider_unreachable',
  'no_endpoint',
])

const help = () => {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  return `ostrakon COMMAND\n\n${lines.join('\n')}\n\nSettings come from the environment; see .env.example.\n`
}

const run = async ([name = 'help', ...args]: string[]): Promise<number> => {
  if (['help', '--help', '-h'].includes(name)) {
    process.stdout.write(help())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    process.stderr.write(`There is no command ${JSON.stringify(name)}.\n\n${help()}`)
    return 3
  }
  try {
    const start = await command.load()
    return await start(args)
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
    return error instanceof AppError && usageCodes.has(error.code) ? 3 : 1
  }
}

process.exitCode = await run(process.argv.slice(2))
// The channel to a supervisor would keep this process alive.
if (process.connected) process.disconnect()
