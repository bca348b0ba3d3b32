// Starts as `ostrakon seal` does, so that the memory which is measured is the command's.
import { register } from 'tsx/esm/api'
import { keepHeapSmall } from '../../app/cli/small-heap.mjs'

keepHeapSmall()
register({ tsconfig: new URL('../../tsconfig.json', import.meta.url).pathname })
await import('../../app/cli/seal-command.ts')
await import('./seal-folder.ts')
