#!/usr/bin/env node
// Node 20 runs no TypeScript by itself: tsx does, with the aliases of tsconfig.json.
import { register } from 'tsx/esm/api'

register({ tsconfig: new URL('../../tsconfig.json', import.meta.url).pathname })
await import('./ostrakon.ts')
