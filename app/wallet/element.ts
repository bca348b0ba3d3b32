/** Builds an element with its children; the dialog needs no framework of its own in the wallet's code. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const node = document.createElement(tag)
  if (className !== '') node.className = className
  node.append(...children)
  return node
}

/** A button that does `onClick`. */
export const button = (className: string, onClick: () => void, ...children: (Node | string)[]) => {
  const node = element('button', className, ...children)
  node.type = 'button'
  node.addEventListener('click', onClick)
  return node
}
