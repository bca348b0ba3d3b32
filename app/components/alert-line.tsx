import { Icon } from './icon'

/** What went wrong, null for nothing; always in the page, so that screen readers hear the change. */
export const AlertLine = ({ message }: { message: string | null }) => (
  <div role="alert">
    {message !== null && (
      <p className="err">
        <Icon name="wait" />
        <span>{message}</span>
      </p>
    )}
  </div>
)
