import type { CreateWriter } from './writer'

export const createProvidersWriter: CreateWriter<'ProviderRegistry'> = () => ({
  AuditorAppointed: ({ auditorId: auditor_id, auditor: account }, write) => {
    write('auditor_events', { auditor_id, kind: 'appointed', account })
  },
  AuditorDismissed: ({ auditorId: auditor_id }, write) => {
    write('auditor_events', { auditor_id, kind: 'dismissed' })
  },
  AttributeAdded: ({ attribute, name }, write) => {
    write('attributes', { attribute, name })
  },
  ProviderDeclared: ({ providerId: provider_id, operator, version, declaration, endpoint }, write) => {
    const { pool, units, attributes, hardware } = declaration
    write('provider_declarations', { provider_id, operator, version, pool, units, attributes, hardware, endpoint })
  },
  EndpointChanged: ({ providerId: provider_id, endpoint }, write) => {
    write('provider_events', { provider_id, kind: 'endpoint', endpoint })
  },
  ProviderRetired: ({ providerId: provider_id }, write) => {
    write('provider_events', { provider_id, kind: 'retired' })
  },
  ProviderAudited: ({ providerId: provider_id, auditorId: auditor_id, version, until }, write) => {
    write('provider_audits', { provider_id, auditor_id, kind: 'audited', version, until })
  },
  AuditRevoked: ({ providerId: provider_id, auditorId: auditor_id }, write) => {
    write('provider_audits', { provider_id, auditor_id, kind: 'revoked' })
  },
  AuditLapsed: ({ providerId: provider_id, auditorId: auditor_id }, write) => {
    write('provider_audits', { provider_id, auditor_id, kind: 'lapsed' })
  },
})
