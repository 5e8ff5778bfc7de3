import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { answerOf } from "../server/answer.server.ts";
import type { SceneText } from "./scene-fields.tsx";

/** Products that somebody names, by id or by the address of their pages, one by one. */
export async function itemIdsOf(client: ApiClient, text: string): Promise<string[]> {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  return Promise.all(names.map((name) => itemIdOf(client, name)));
}

async function itemIdOf(client: ApiClient, name: string): Promise<string> {
  const slug = /\/p\/([^/?#]+)/.exec(name)?.[1];
  if (slug === undefined) return name;
  const answer = await client.api.products[":slug"].$get({ param: { slug } });
  // What is not found is refused at its field, under the name that was given.
  return answer.ok ? (await answerOf(answer)).itemId : slug;
}

/** A scene as the API takes it: without what was left empty. */
export async function sceneQueryOf(client: ApiClient, scene: SceneText) {
  const [itemId] = await itemIdsOf(client, scene.item);
  const { placement, category, words, who } = scene;
  return {
    placement,
    ...(itemId === undefined ? {} : { itemId }),
    ...(category === "" ? {} : { category }),
    ...(words === "" ? {} : { words }),
    ...(who === "" ? {} : { who }),
  };
}
