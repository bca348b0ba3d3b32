import { useIntl } from '~/i18n/intl-context'
import { ResourcePath } from './resource-path'

/** A resource as the OpenAPI document tells of it: `access` is what it needs, null for nothing. */
type ApiResource = { method: string; path: string; summary: string; access: string | null }

type ApiSubject = { name: string; about: string; resources: readonly ApiResource[] }

/** Every resource by subject, made of the tables that the API itself is made of; their words are English. */
export const ApiReference = ({ subjects }: { subjects: readonly ApiSubject[] }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="reference">
      <header>
        <h2 id="reference">{t('developers.reference')}</h2>
        <span className="small quiet">{t('developers.referenceNote')}</span>
      </header>
      {subjects.map(({ name, about, resources }) => (
        <details key={name}>
          <summary>
            <span lang="en">{name}</span> ({resources.length})
          </summary>
          <p className="note" lang="en">
            {about}
          </p>
          <dl className="stack-2">
            {resources.map((resource) => (
              <div key={`${resource.method} ${resource.path}`}>
                <dt>
                  <ResourcePath path={resource.path} method={resource.method} />
                </dt>
                <dd>
                  <span lang="en">{resource.summary}.</span>{' '}
                  {resource.access !== null && t('developers.needs', { access: resource.access })}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  )
}
