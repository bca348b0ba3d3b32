const syncAttributes = (from: Element, to: Element): void => {
  for (const { name } of [...from.attributes]) {
    // What the reader has opened stays open.
    if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name)
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value)
  }
}

const isSame = (from: Node, to: Node): boolean =>
  from.nodeType === to.nodeType && from.nodeName === to.nodeName && (from as Element).id === (to as Element).id

const morphNode = (from: Node, to: Node): void => {
  if (from instanceof Element && to instanceof Element) {
    syncAttributes(from, to)
    morphChildren(from, to)
  } else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue
}

/**
 * Makes the children of `from` say what those of `to` say and keeps every node that can stay, so that focus, selection
 * and opened details survive when a page reads its data again.
 */
export const morphChildren = (from: Node, to: Node): void => {
  const olds = [...from.childNodes]
  const news = [...to.childNodes]
  news.forEach((next, index) => {
    const old = olds[index]
    if (old === undefined) from.appendChild(next)
    else if (isSame(old, next)) morphNode(old, next)
    else from.replaceChild(next, old)
  })
  for (const old of olds.slice(news.length)) from.removeChild(old)
}
