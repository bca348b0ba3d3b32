import type { Address } from 'viem'
import type { Config, Connector } from 'wagmi'
import { watchConnectors } from 'wagmi/actions'
import type { WalletRequest } from '~/domain/wallet'
import { demoConnectorId } from '~/wallet/demo-connector'
import { buildDemoSection } from '~/wallet/demo-list'
import { button, element } from '~/wallet/element'
import { knowsViewer } from '~/wallet/viewer-cookie'
import { buildWalletRows } from '~/wallet/wallet-list'
import { loadWords } from '~/wallet/words'

/** What the reader picked: a wallet and in the demo one of its accounts, or to speak for nobody from now on. */
export type WalletChoice = { connector: Connector; demoAccount: Address | null } | 'nobody'

/** Asks in a native modal dialog which wallet to use; null when the reader closes it. */
export const chooseWallet = async (config: Config, request: WalletRequest): Promise<WalletChoice | null> => {
  const words = await loadWords(request.locale)
  const title = element('h2', '', words['dialog.title'])
  title.id = 'connect-title'
  const dialog = element('dialog', 'connect stack')
  dialog.setAttribute('aria-labelledby', title.id)

  return new Promise((resolve) => {
    let choice: WalletChoice | null = null
    const pick = (connector: Connector, demoAccount: Address | null) => {
      choice = { connector, demoAccount }
      dialog.close()
    }
    const leave = () => {
      choice = 'nobody'
      dialog.close()
    }
    const pickDemo = (address: Address) => {
      const connector = config.connectors.find(({ id }) => id === demoConnectorId)
      if (connector) pick(connector, address)
    }
    const wallets = element('ul', 'stack-2')
    const fillWallets = (connectors: readonly Connector[]) =>
      wallets.replaceChildren(...buildWalletRows(connectors, words, (connector) => pick(connector, null)))
    fillWallets(config.connectors)
    const unwatch = watchConnectors(config, { onChange: fillWallets })
    const demo = element('div', 'stack-2')
    buildDemoSection(request, words, pickDemo).then(
      (parts) => demo.replaceChildren(...parts),
      (error: unknown) => demo.replaceChildren(element('p', 'err', String(error))),
    )
    dialog.append(
      title,
      element('p', 'note', words['dialog.intro']),
      element('h3', '', words['dialog.installed']),
      wallets,
      demo,
      element(
        'div',
        'row',
        ...(knowsViewer() ? [button('btn', leave, words['dialog.disconnect'])] : []),
        button('btn', () => dialog.close(), words['dialog.close']),
      ),
    )
    dialog.addEventListener('close', () => {
      unwatch()
      dialog.remove()
      resolve(choice)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
