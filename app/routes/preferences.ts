import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { parseTheme } from '~/theme.server'

const ONE_YEAR = 31_536_000

/** Only a path of this site: `//host` and `/\host` would leave it. */
const parseBack = (value: FormDataEntryValue | null): string =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : '/'

/** Keeps the reader's theme in a cookie; a plain form, so that it works without a script. */
export const action = async ({ request }: ActionFunctionArgs) => {
  const form = await request.formData()
  const theme = parseTheme(form.get('theme')) ?? 'system'
  const cookie = `theme=${theme}; Path=/; Max-Age=${theme === 'system' ? 0 : ONE_YEAR}; SameSite=Lax; HttpOnly`
  return redirect(parseBack(form.get('back')), { headers: { 'Set-Cookie': cookie } })
}

export const loader = () => redirect('/')
