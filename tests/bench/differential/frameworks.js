// Asks jQuery, Cypress's commands said with jQuery, and Testing Library; needs in_page.js.
(() => {
  const {numbered, tried, element} = differential;
  const $ = window.jQuery;
  const library = window.TestingLibraryDom;
  const traversals = [
    'find', 'filter', 'not', 'first', 'last', 'eq', 'children', 'parent', 'parents', 'closest', 'siblings',
    'next', 'nextAll', 'prev', 'prevAll',
  ];
  const preferred = "input[type='submit'], button, a, label";
  const pattern = given => (given && given.regex !== undefined ? new RegExp(given.regex, given.flags) : given);
  const scoped = number => (number === null ? $(document) : $(element(number)));

  // cy.contains by its documented rules (docs.cypress.io, "contains": scopes, preferences, white
  // space, <pre>, submit inputs, scripts and styles), for Cypress 9.2 and newer; jQuery finds.
  const texts = [];
  const read = node => (node.tagName === 'PRE' ? node.textContent : node.textContent.replace(/\s+/g, ' '));
  const says = (node, {text, folds}) => {
    if (text instanceof RegExp) {
      const isSubmit = node.tagName === 'INPUT' && node.type === 'submit';
      return new RegExp(text.source, folds ? text.flags.replace('i', '') + 'i' : text.flags)
        .test(isSubmit ? node.value : read(node));
    }
    return folds ? read(node).toLowerCase().includes(text.toLowerCase()) : read(node).includes(text);
  };
  $.expr.pseudos.says = $.expr.createPseudo(number => node => says(node, texts[number]));
  const worded = text => `"${text.replace(/["\\]/g, '\\$&').replace(/\s/g, space => `\\${space.charCodeAt(0).toString(16)} `)}"`;
  const chosen = found => {
    for (let at = 0; at < found.length; at += 1) {
      const node = found[at];
      const isCode = node.tagName === 'SCRIPT' || node.tagName === 'STYLE';
      if (isCode || (at + 1 < found.length && node.contains(found[at + 1]))) continue;
      if ($(node).is(preferred)) return [node];
      const around = found.filter(each => each !== node && each.contains(node) && $(each).is(preferred));
      return [around.length ? around[around.length - 1] : node];
    }
    return [];
  };
  const contains = ($subject, given) => {
    const options = $.isPlainObject(given[given.length - 1]) ? given.pop() : {};
    const text = given.pop();
    texts.push({text, folds: options.matchCase === false});
    const selector = (given[0] || '').trim().split(',').map(each =>
      `${each}:says(${texts.length - 1}), ${each}[type='submit'][value~=${worded(String(text))}]`).join();
    const below = $subject.find(selector);
    return $(chosen((below.length ? below : $subject.filter(selector)).get()));
  };
  const cypress = (found, root) => {
    const chain = {
      found,
      get: text => cypress($(root || document).find(text), root),
      contains: (...given) => cypress(contains(found || root || $('body'), given), root),
      within: () => cypress(found, found),
      shadow: () => cypress(found.map((_, each) => each.shadowRoot), root),
    };
    traversals.forEach(name => { chain[name] = (...given) => cypress(found[name](...given), root); });
    return chain;
  };

  const ask = {
    find: ({scope, text}) => scoped(scope).find(text).get(),
    filter: ({start, text}) => $(start).filter(text).get(),
    not: ({start, text}) => $(start).not(text).get(),
    along: ({start, axis, text}) => $(start)[axis](...(text ? [text] : [])).get(),
    commands: ({code}) => code(cypress(null, null)).found.get(),
    library: ({scope, query, value, options}) => {
      const given = Object.fromEntries(Object.entries(options).map(([name, each]) => [name, pattern(each)]));
      const inside = scope === null ? document.body : element(scope);
      return library[`queryAllBy${query}`](inside, pattern(value), given);
    },
    queries: ({code}) => [code(library.screen, library.within, document.body)].flat(),
  };
  window.frameworks = {
    answer: all => all.map(each => tried(() => numbered(ask[each.kind](each).filter(found => found !== document)))),
  };
})()
