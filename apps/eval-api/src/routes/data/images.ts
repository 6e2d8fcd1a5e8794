/** GET /api/questions/{id}/images/{n} and /api/images/{sha256}: pictures out of the Parquet shards. */
import { createRoute } from '@hono/zod-openapi';
import { sha256 } from '@parallax/lab/node';
import { Sha256Schema } from '@parallax/lab/schema';
import { findImage, findQuestion } from '@parallax/store';
import { z } from 'zod';
import { imageType, immutableBytes } from '../../http/bytes.ts';
import { ProblemError, requireFound } from '../../http/problem.ts';
import { answersWith, IdParams, integerText, newRouter, type RouteContext } from '../define.ts';
import { DatasetQuery, readRow } from './questions.ts';

const byQuestion = createRoute({
  method: 'get',
  path: '/api/questions/{id}/images/{n}',
  tags: ['data'],
  summary: "A question's image; 0 is the first",
  request: { params: IdParams.extend({ n: integerText(0, 1000) }), query: DatasetQuery },
  responses: answersWith('image/png', 'PNG, JPEG or WebP bytes as the data set holds them'),
});

const byDigest = createRoute({
  method: 'get',
  path: '/api/images/{sha256}',
  tags: ['data'],
  summary: 'An image by the SHA-256 of its bytes',
  request: { params: z.object({ sha256: Sha256Schema }) },
  responses: answersWith('image/png', 'PNG, JPEG or WebP bytes as the data set holds them'),
});

export function imageRoutes({ lab }: RouteContext) {
  const router = newRouter();
  router.openapi(byQuestion, async (context) => {
    const store = await lab.store();
    const { id, n } = context.req.valid('param');
    const { dataset } = context.req.valid('query');
    const row = requireFound(
      await findQuestion(store, id, dataset),
      `question "${id}"`,
      '/api/datasets/{name}/questions',
    );
    const { images } = await readRow(lab, store, row.dataset, row.position);
    const bytes = requireFound(images[n], `image ${n} of question "${id}"`, '/api/questions/{id}');
    return immutableBytes(context, bytes, imageType(bytes));
  });
  router.openapi(byDigest, async (context) => {
    const store = await lab.store();
    const digest = context.req.valid('param').sha256;
    const place = requireFound(await findImage(store, digest), `image ${digest}`, '/api/questions/{id}');
    const { images } = await readRow(lab, store, place.dataset, place.position);
    const bytes = requireFound(images[place.place], `image ${digest}`, '/api/questions/{id}');
    if (sha256(bytes) !== digest) {
      throw new ProblemError(
        ...([500, 'damaged-image'] as const),
        `The image at row ${place.position} of data set "${place.dataset}" does not fit its digest.`,
        'Run `parallax audit` on this data set and make it again.',
      );
    }
    return immutableBytes(context, bytes, imageType(bytes));
  });
  return router;
}
