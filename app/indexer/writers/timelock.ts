import type { CreateWriter } from './writer'

/** Operations have no rows: the governor's own events say when a proposal was queued, executed or canceled. */
export const createTimelockWriter: CreateWriter<'TimelockController'> = () => ({
  RoleGranted: ({ role, account, sender }, write) => {
    write('timelock_role_events', { kind: 'granted', role, account, sender })
  },
  RoleRevoked: ({ role, account, sender }, write) => {
    write('timelock_role_events', { kind: 'revoked', role, account, sender })
  },
  MinDelayChange: ({ oldDuration: old_value, newDuration: new_value }, write) => {
    write('setting_changes', { name: 'timelockMinDelay', old_value, new_value })
  },
})
