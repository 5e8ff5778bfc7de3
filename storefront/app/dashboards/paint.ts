/**
 * A colour of the design as a canvas takes it, whatever `light-dark()` its token holds. Read when
 * painting, so that a chart follows light and dark.
 */
export function paintOf(element: HTMLElement, name: string): () => string {
  return () => {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    element.appendChild(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
}
