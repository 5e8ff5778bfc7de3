import type { Placement } from "@slipstream/contracts/placements";
import { useShop } from "../shop.ts";
import { SelectField } from "../ui/form/select-field.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { placementNames } from "./placement-names.ts";

const placements = (Object.keys(placementNames) as (Placement | "unknown")[]).filter(
  (placement) => placement !== "unknown",
);

/** A page with a rail, and for whom: as the address or a form holds it. */
export interface SceneText {
  placement: Placement;
  /** A product's id, or the address of its page. */
  item: string;
  category: string;
  words: string;
  who: string;
}

/** Reads a scene from what a form or an address says. */
export function sceneOf(params: URLSearchParams | FormData, otherwise: SceneText): SceneText {
  const text = (name: keyof SceneText) => String(params.get(name) ?? otherwise[name]).trim();
  const placement = placements.find((known) => known === text("placement"));
  return {
    placement: placement ?? otherwise.placement,
    item: text("item"),
    category: text("category"),
    words: text("words"),
    who: text("who"),
  };
}

const aboutProduct: readonly Placement[] = [
  "similar",
  "bought_together",
  "because_you_viewed",
  "cart",
];

/** Which rail on which page, for whom. What a rail does not go by is left out of the way. */
export function SceneFields({ scene, all }: { scene: SceneText; all?: boolean }) {
  const { categories } = useShop();
  const { placement } = scene;
  return (
    <>
      <SelectField
        name="placement"
        label="Rail or list"
        defaultValue={placement}
        options={placements.map((value) => ({ value, text: placementNames[value] }))}
      />
      {(all || aboutProduct.includes(placement)) && (
        <TextField
          name="item"
          label="The page's product"
          placeholder="Id, or address of its page"
          required={false}
          defaultValue={scene.item}
        />
      )}
      {(all || placement === "category_rerank") && (
        <SelectField
          name="category"
          label="The list's category"
          required={false}
          placeholder="None"
          defaultValue={scene.category}
          options={categories.map(({ slug, name }) => ({ value: slug, text: name }))}
        />
      )}
      {(all || placement === "search_rerank") && (
        <TextField
          name="words"
          label="Searched for"
          required={false}
          maxLength={200}
          defaultValue={scene.words}
        />
      )}
      <TextField
        name="who"
        label="For whom"
        placeholder="Email, account, visitor or session"
        required={false}
        maxLength={254}
        autoComplete="off"
        defaultValue={scene.who}
      />
    </>
  );
}
