import type { Connector } from 'wagmi'
import { demoConnectorId } from '~/wallet/demo-connector'
import { button, element } from '~/wallet/element'
import type { Words } from '~/wallet/words'

const iconOf = ({ icon }: Connector): Node[] => {
  // EIP-6963 asks wallets for a data URI; anything else would tell a stranger's server who reads here.
  const source = icon?.trim()
  if (!source?.startsWith('data:image/')) return []
  const image = element('img', 'i')
  image.src = source
  image.alt = ''
  return [image]
}

const isUnnamed = ({ id }: Connector) => id === 'injected'

/** Wallets that announced themselves (EIP-6963); the unnamed one of the window only where none did. */
const listWallets = (connectors: readonly Connector[]): readonly Connector[] => {
  const announced = connectors.filter((connector) => connector.id !== demoConnectorId && !isUnnamed(connector))
  if (announced.length > 0) return announced
  return 'ethereum' in window ? connectors.filter(isUnnamed) : []
}

/** One button per wallet of this browser, or what to do where there is none. */
export const buildWalletRows = (
  connectors: readonly Connector[],
  words: Words,
  pick: (connector: Connector) => void,
): HTMLElement[] => {
  const rows = listWallets(connectors).map((connector) => {
    const name = isUnnamed(connector) ? words['dialog.unnamed'] : connector.name
    return element(
      'li',
      '',
      button('btn wide', () => pick(connector), ...iconOf(connector), name),
    )
  })
  return rows.length > 0 ? rows : [element('li', 'note', words['dialog.none'])]
}
