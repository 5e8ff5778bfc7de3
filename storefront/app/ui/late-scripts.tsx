import { Children, cloneElement, isValidElement, type ReactElement, type ReactNode } from "react";
import { Scripts } from "react-router";

type Tag = ReactElement<{ children?: ReactNode; fetchPriority?: "low" }>;

/**
 * React Router's scripts, fetched after what paints: browsers take what is fetched ahead for as
 * urgent as styles, and a slow line would share itself among them.
 */
export function LateScripts() {
  // Its tags cannot be told so through its properties.
  const tags = Scripts({}) as Tag | null;
  return Children.map(tags?.props.children, (tag) =>
    isValidElement(tag) && tag.type === "link"
      ? cloneElement(tag as Tag, { fetchPriority: "low" })
      : tag,
  );
}
