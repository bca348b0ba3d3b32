/** How Intel calls the state of a platform, from best to worst. */
const statuses = [
  'UpToDate',
  'SWHardeningNeeded',
  'ConfigurationNeeded',
  'ConfigurationAndSWHardeningNeeded',
  'OutOfDate',
  'OutOfDateConfigurationNeeded',
  'Revoked',
]

/** The worse of two statuses; one that Intel has not named yet is worse than all. */
export const pickWorseStatus = (a: string, b: string): string => (rankOf(a) >= rankOf(b) ? a : b)

const rankOf = (status: string) => (statuses.includes(status) ? statuses.indexOf(status) : statuses.length)
