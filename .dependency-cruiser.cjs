/** The rooms of docs/architecture.md: who may import whom. */
const room = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(app|db|test|contracts)/', pathNot: allowed },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-reach', severity: 'error', from: { path: '^(app|db)/' }, to: { path: '^test/' } },
    room('domain-is-pure', '^app/domain/', '^app/domain/'),
    {
      name: 'domain-has-no-packages',
      severity: 'error',
      from: { path: '^app/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(viem|abitype|ox|@noble)' },
    },
    room('manifest', '^app/manifest/', '^app/(manifest|domain)/'),
    room('chain', '^app/chain/', '^(app/(chain|domain)|contracts/script)/'),
    room('custody', '^app/custody/', '^app/(custody|manifest|domain)/'),
    room('oms', '^app/oms/', '^app/(oms|domain)/'),
    room('enclave', '^app/enclave/', '^app/(enclave|domain)/'),
    room('runner', '^app/runner/', '^app/(runner|domain)/'),
    room('delivery', '^app/delivery/', '^app/(delivery/|domain/|(services|background)\\.server)'),
    room('db', '^db/', '^(db|app/domain)/'),
    room('indexer', '^app/indexer/', '^(app/(indexer|chain|domain)/|db/|app/env\\.server)'),
    room('i18n', '^app/i18n/', '^app/(i18n|domain)/'),
    room('components', '^app/components/', '^app/(components|i18n|domain)/'),
    room('http', '^app/http/', '^(app/(http|domain)/|app/env\\.server)'),
    room('wallet', '^app/wallet/', '^app/(wallet|chain|domain|i18n|components)/'),
    { name: 'wallet-is-browser', severity: 'error', from: { path: '^app/wallet/' }, to: { path: '\\.server' } },
    room(
      'features',
      '^app/features/([^/]+)/',
      '^(app/features/$1/|app/(chain|delivery|domain|components|i18n|http)/|db/queries|app/(services|background|gates|attestations|signatures)\\.server)',
    ),
    room('endpoints', '^app/endpoints/', '^app/(endpoints|features/[^/]+/(schema|[a-z]+-schema)|http|domain)'),
    room('routes', '^app/routes/', '^app/(routes|features|http|components|i18n|wallet|domain)/|^app/[^/]+$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|out|cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
  },
}
