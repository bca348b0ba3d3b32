import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

// An installed Chrome where there is one; else the headless Chromium that comes with npm.
const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Starts a real browser. Without a sandbox, because tests often run as root in a container. */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = installed.find(existsSync) ?? (await sparticuz.executablePath())
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath, headless: true, args })
}
