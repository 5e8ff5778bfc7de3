import { env, exports } from "cloudflare:workers";
import { expect, inject, test } from "vitest";

test("a batch of a server is accepted and reaches JetStream", async () => {
  const services = inject("workerTestServices");
  const response = await exports.default.fetch("http://shop.test/api/events", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${services.apiKey}` },
    body: JSON.stringify({
      events: [
        {
          type: "view",
          id: crypto.randomUUID(),
          itemId: "p1",
          visitorId: "v1",
          occurredAt: Date.now(),
        },
      ],
    }),
  });
  console.log(await response.text());
  expect(response.status).toBe(202);
  console.log(env);
  await new Promise((r) => setTimeout(r, 500));
  const status = await env.SESSION_HUB.getByName("demo:0").status();
  console.log(status);
});
