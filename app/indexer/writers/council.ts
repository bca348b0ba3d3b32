import type { CreateWriter } from './writer'

export const createCouncilWriter: CreateWriter<'Council'> = () => ({
  CouncilAppointed: ({ account, until, approval }, write) => {
    write('council_appointments', { account, until, approval })
  },
})
