import { createServer } from "node:http";

/* Stands where the model server does, and answers nothing. A process of its own. */

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () =>
    response.writeHead(200, { "content-type": "application/json" }).end("{}"),
  );
});
server.listen(Number(process.env.ANSWER_PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
