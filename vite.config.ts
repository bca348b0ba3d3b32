import { fileURLToPath } from 'node:url'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import options from './remix.config.js'

const room = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export default defineConfig({
  plugins: [tailwindcss(), remix(options)],
  resolve: { alias: { '~': room('./app'), '#db': room('./db'), '#contracts': room('./contracts') } },
  server: { host: '127.0.0.1' },
})
