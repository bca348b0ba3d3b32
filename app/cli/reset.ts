import { rmSync } from 'node:fs'
import { forgetPostgres } from '#db/embedded'
import { readEnv } from '~/env.server'
import { say } from './log'
import { stopLeftover } from './up/anvil'
import { entries, openDataFolder } from './up/data-folder'
import { forgetProvider } from './up/provider'

/** `ostrakon reset`: forgets what `npm start` keeps; other files in the data folder stay. */
export const runReset = async (): Promise<number> => {
  const folder = openDataFolder(readEnv().DATA_DIR)
  try {
    await stopLeftover(folder)
    await forgetPostgres(folder.file('postgres'))
    forgetProvider(folder)
    for (const entry of Object.keys(entries) as (keyof typeof entries)[]) {
      if (entry !== 'lock') rmSync(folder.file(entry), { force: true, recursive: true })
    }
    say('ostrakon', `forgot what was stored in ${folder.path}`)
    return 0
  } finally {
    folder.unlock()
  }
}
