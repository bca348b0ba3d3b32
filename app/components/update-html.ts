import morphdom from 'morphdom'

/** Makes `place` hold `html` and keeps every node that can stay: focus, selection and opened details survive. */
export const updateHtml = (place: HTMLElement, html: string): void => {
  const next = document.createElement(place.tagName)
  next.innerHTML = html
  morphdom(place, next, {
    childrenOnly: true,
    onBeforeElUpdated: (from, to) => {
      if (from instanceof HTMLDetailsElement && from.open) to.setAttribute('open', '')
      return !from.isEqualNode(to)
    },
  })
}
