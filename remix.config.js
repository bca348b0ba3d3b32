/**
 * The options of the Remix Vite plugin; vite.config.ts reads them. All v3 future flags are on, so that a move to
 * React Router is mechanical.
 * @type {import('@remix-run/dev').VitePluginConfig}
 */
export default {
  ignoredRouteFiles: [
    '**/.*',
    '**/api.v1.releases-verify.ts',
    '**/api.v1.compute.allocations-simulate.ts',
    '**/api.v1.drafts-*.ts',
    '**/api.v1.proposals-prepare.ts',
    '**/api.v1.webhooks-*.ts',
  ],
  // Not every file system takes a colon in a file's name.
  routes: (defineRoutes) =>
    defineRoutes((route) => {
      route('api/v1/releases:verify', 'routes/api.v1.releases-verify.ts')
      route('api/v1/compute/allocations:simulate', 'routes/api.v1.compute.allocations-simulate.ts')
      route('api/v1/drafts:simulate', 'routes/api.v1.drafts-simulate.ts')
      route('api/v1/drafts:lint', 'routes/api.v1.drafts-lint.ts')
      route('api/v1/proposals:prepare', 'routes/api.v1.proposals-prepare.ts')
      route('api/v1/webhooks/:id:test', 'routes/api.v1.webhooks-test.ts')
      route('api/v1/webhooks/:id:rotate', 'routes/api.v1.webhooks-rotate.ts')
      route('api/v1/webhooks/:id/deliveries/:delivery:replay', 'routes/api.v1.webhooks-replay.ts')
    }),
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
    v3_routeConfig: false,
  },
}
