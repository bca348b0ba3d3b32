type StaticHtmlProps = {
  as?: 'div' | 'section' | 'aside'
  html: string
  className?: string
  id?: string
  labelledBy?: string
}

/**
 * What the server has rendered to HTML (escaped by React, or sanitised). Its code, texts and data never reach the
 * browser: a page costs no script to read, and only islands hydrate.
 */
export const StaticHtml = ({ as: Tag = 'div', html, className, id, labelledBy }: StaticHtmlProps) => (
  <Tag
    {...(className === undefined ? {} : { className })}
    {...(id === undefined ? {} : { id })}
    {...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy })}
    // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by renderStatic, which escapes all text
    dangerouslySetInnerHTML={{ __html: html }}
  />
)
