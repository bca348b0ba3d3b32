import ipaddr from 'ipaddr.js'

// What is assigned to the internet at all; an IPv4 address written as IPv6 (mapped, compatible, NAT64) lies outside.
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an IP address is one of the public internet, and of no network that only we can reach. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST)
}
