import { z } from "zod";

/** `GET /api/admin/mails`: letters that stay in the outbox, the newest first. */
export const mailListSchema = z.object({
  mails: z.array(
    z.object({
      id: z.uuid(),
      recipient: z.string(),
      subject: z.string(),
      text: z.string(),
      template: z.string(),
      createdAt: z.iso.datetime(),
    }),
  ),
});
