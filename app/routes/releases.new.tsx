import type { ActionFunctionArgs } from '@remix-run/node'
import { useActionData, useFetcher, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { getActTexts } from '~/components/act-texts.server'
import { renderStatic } from '~/components/render-static.server'
import { pageMeta } from '~/components/static-page'
import { findFlopClass } from '~/domain/gates'
import { parseViewer } from '~/domain/viewer'
import { RegisterEditor } from '~/features/models/components/register-editor'
import { EmptyRegistration, RegisterHead, RegisterPreview } from '~/features/models/components/register-preview.server'
import type { RegisterResult } from '~/features/models/components/register-props'
import { buildRegistration } from '~/features/models/registration/build-registration'
import { checkRegistration } from '~/features/models/registration/check-registration.server'
import { listNamedParents, listOwnModels } from '~/features/models/registration/read.server'
import { type FieldErrors, parseRegistration } from '~/features/models/registration/schema'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getAreaText, getRequestIntl } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

// What model weights are most often given out under; any other identifier of the SPDX list is taken too.
const LICENCES = [
  'Apache-2.0',
  'MIT',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'OpenMDW-1.0',
  'GPL-3.0-only',
  'LicenseRef-Proprietary',
]

export const loader = pageLoader(async ({ intl, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const { party, models } = await listOwnModels(viewer)
  return {
    title: intl.t('site.title', { page: intl.t('registerPage.title') }),
    locale: intl.locale,
    viewer,
    access: await getChainAccess(),
    form: {
      models: models.map(({ id, name }) => ({ value: id, text: name })),
      licences: LICENCES,
      hasParty: viewer === null ? null : party !== null,
      texts: getAreaText(intl.locale, 'register'),
      hashing: getAreaText(intl.locale, 'verify'),
    },
    head: renderStatic(intl, <RegisterHead />),
    empty: renderStatic(intl, <EmptyRegistration />),
    signTexts: getActTexts(intl.locale),
  }
})

const describeErrors = ({ t }: IntlShape, errors: FieldErrors): RegisterResult['errors'] =>
  Object.fromEntries(
    Object.entries(errors).map(([field, { key, values }]) => [field, t(`registerError.${key}` as MessageKey, values)]),
  )

/** Says what a registration means; it neither signs nor stores anything. */
export const action = async ({ request }: ActionFunctionArgs): Promise<RegisterResult> => {
  const intl = getRequestIntl(request)
  const values = parseRegistration(await request.formData())
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ models }, parents] = await Promise.all([listOwnModels(viewer), listNamedParents(values.parents)])
  const built = buildRegistration(values, { models, parents })
  if ('errors' in built) return { values, errors: describeErrors(intl, built.errors), preview: null, release: null }
  const { release, cumulativeFlop } = built
  const flopClass = findFlopClass(cumulativeFlop)
  const check = await checkRegistration(release, { viewer, flopClass })
  const model = models.find(({ id }) => id === values.model)?.name ?? ''
  const facts = { release, model, parents, cumulativeFlop, flopClass, check }
  const preview = renderStatic(intl, <RegisterPreview {...facts} />)
  return { values, errors: {}, preview, release: check.refusal === null ? release : null }
}

export const meta = pageMeta

export default function RegisterPage() {
  const data = useLoaderData<typeof loader>()
  const checker = useFetcher<typeof action>({ key: 'register' })
  const [sent] = useState(useActionData<typeof action>() ?? null)
  return <RegisterEditor {...data} checker={checker} result={checker.data ?? sent} wallet={wallet} />
}
