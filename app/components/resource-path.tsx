type ResourcePathProps = { path: string; method?: string }

/** A resource of the API; a link where it can be read as it stands. */
export const ResourcePath = ({ path, method = 'get' }: ResourcePathProps) =>
  method === 'get' && !/[{:]/.test(path) ? (
    <a href={path}>
      <code className="long">{path}</code>
    </a>
  ) : (
    <code className="long">{method === 'get' ? path : `${method.toUpperCase()} ${path}`}</code>
  )
