import { createElement, type SVGProps } from "react";

interface IconData {
  node: readonly (readonly [tag: string, attributes: Record<string, string>])[];
}

/**
 * Makes an icon's component from Lucide's data; the build puts it in the place of Lucide's own
 * maker, whose many settings weigh more than the icons of a page.
 */
export default function createIcon({ node }: IconData) {
  return ({ size = 24, ...rest }: SVGProps<SVGSVGElement> & { size?: number }) => {
    const look = {
      width: size,
      height: size,
      viewBox: "0 0 24 24",
      fill: "none",
      stroke: "currentColor",
      strokeWidth: 2,
      strokeLinecap: "round",
      strokeLinejoin: "round",
    } as const;
    const parts = node.map(([tag, attributes]) => createElement(tag, attributes));
    return createElement("svg", { ...look, ...rest }, parts);
  };
}
