import type { CreateWriter } from './writer'

export const createPartiesWriter: CreateWriter<'PartyRegistry'> = () => ({
  PartyAdmitted: ({ party, controller, kind: party_kind, fromEpoch: from_epoch }, write) => {
    write('party_events', { kind: 'admitted', party, controller, party_kind, from_epoch })
  },
  PartyClosed: ({ party }, write) => {
    write('party_events', { kind: 'closed', party })
  },
  ControllerProposed: ({ party, controller }, write) => {
    write('party_events', { kind: 'controller_proposed', party, controller })
  },
  ControllerReplaced: ({ party, from: previous_controller, to: controller }, write) => {
    write('party_events', { kind: 'controller_replaced', party, controller, previous_controller })
  },
  AccountInvited: ({ party, account, open }, write) => {
    write('party_events', { kind: 'invited', party, account, open })
  },
  AgentSet: ({ party, agent, limits }, write) => {
    const { id: agent_id, until, gpuSecondsPerEpoch: gpu_seconds, moneyPerEpoch: money } = limits
    write('agents', { party, agent, agent_id, until, gpu_seconds, money })
  },
  MembershipChanged: ({ account, party, fromEpoch: from_epoch }, write) => {
    write('party_memberships', { account, party, from_epoch })
  },
})
