import type { CreateWriter } from './writer'

/** Scheduled operations have no rows: the timelock calls without delay, so there are none. */
export const createCharterWriter: CreateWriter<'AccessManager'> = () => ({
  RoleLabel: ({ roleId: role, label }, write) => {
    write('charter_events', { kind: 'label', role, label })
  },
  RoleGranted: ({ roleId: role, account, delay, since, newMember: new_member }, write) => {
    write('charter_events', { kind: 'granted', role, account, delay, since, new_member })
  },
  RoleRevoked: ({ roleId: role, account }, write) => {
    write('charter_events', { kind: 'revoked', role, account })
  },
  RoleAdminChanged: ({ roleId: role, admin: other_role }, write) => {
    write('charter_events', { kind: 'admin_changed', role, other_role })
  },
  RoleGuardianChanged: ({ roleId: role, guardian: other_role }, write) => {
    write('charter_events', { kind: 'guardian_changed', role, other_role })
  },
  RoleGrantDelayChanged: ({ roleId: role, delay, since }, write) => {
    write('charter_events', { kind: 'grant_delay_changed', role, delay, since })
  },
  TargetClosed: ({ target, closed }, write) => {
    write('charter_events', { kind: 'target_closed', target, closed })
  },
  TargetFunctionRoleUpdated: ({ target, selector, roleId: role }, write) => {
    write('charter_events', { kind: 'function_role', target, selector, role })
  },
  TargetAdminDelayUpdated: ({ target, delay, since }, write) => {
    write('charter_events', { kind: 'target_admin_delay', target, delay, since })
  },
})
