// The contrast of every text that is shown with what lies behind it: [how many, those below WCAG's AA].
() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const colour = (css, opacity) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, (alpha / 255) * opacity];
  };
  const over = (above, below) => [0, 1, 2].map((at) => above[at] * above[3] + below[at] * (1 - above[3]));
  const linear = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const inPicture = (node) => node instanceof SVGElement;

  // What lies behind a node, from the page up: grounds of elements, and the shape that a text of a picture stands in.
  const ground = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement) {
      const style = getComputedStyle(inPicture(each) ? (each.querySelector(":scope > rect") ?? each) : each);
      if (!inPicture(each)) layers.push(colour(style.backgroundColor, 1));
      else if (each.tagName === "a" && each.querySelector(":scope > rect"))
        layers.push(colour(style.fill, Number(style.fillOpacity)));
    }
    return layers.reduceRight((below, above) => over(above, below), [255, 255, 255]);
  };
  const opacity = (node) => (node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1);

  const faint = [];
  let measured = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || node.closest("script, style, title, option, noscript")) continue;
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(node);
    const behind = ground(node);
    const shown = over(colour(inPicture(node) ? style.fill : style.color, opacity(node)), behind);
    const [low, high] = [light(shown), light(behind)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    measured += 1;
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${texts.currentNode.data.trim()}`);
  }
  return [measured, faint];
}
