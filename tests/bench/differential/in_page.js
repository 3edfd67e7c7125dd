(() => {
  // All elements in document order; what a shadow root holds stands before its host's children.
  const elements = [];
  const rows = [];
  const stack = [[document.documentElement, 0]];
  while (stack.length) {
    const [node, depth] = stack.pop();
    const isRoot = node.nodeType === Node.DOCUMENT_FRAGMENT_NODE;
    const texts = [''];
    const children = [];
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) texts[texts.length - 1] += child.data;
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      texts.push('');
      children.push([child, depth + 1]);
    }
    if (isRoot) {
      rows.push([depth, '#shadow', {}, texts]);
      elements.push(null);
    } else {
      const attributes = {};
      for (const each of node.attributes) attributes[each.name] = each.value;
      rows.push([depth, node.localName, attributes, texts]);
      elements.push(node);
      if (node.shadowRoot) children.unshift([node.shadowRoot, depth + 1]);
    }
    stack.push(...children.reverse());
  }
  const numbers = new Map(elements.map((element, number) => [element, number]));
  const numbered = found => found.map(each => numbers.get(each) ?? -1);
  const tried = ask => {
    try {
      return ask();
    } catch (error) {
      return String(error.message || error).slice(0, 300);
    }
  };
  const shown = () => playwright.$$('*:visible');
  window.differential = {
    numbered,
    tried,
    element: number => elements[number],
    tree: () => rows,
    visible: () => numbered(shown()),
    generated: () => shown().map(each => [numbers.get(each), tried(() => playwright.selector(each))]),
    query: all => all.map(each => tried(() => numbered(playwright.$$(each)))),
  };
})()
