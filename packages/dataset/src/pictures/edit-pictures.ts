/** Applies the edits that a question declares to its encoded pictures, when its row is made. */
import { DataInvalidError } from '@parallax/lab';
import sharp from 'sharp';
import type { Question } from '../schema.ts';
import { type PictureEdit, PictureEditsSchema } from './schema.ts';
import { shuffleTiles } from './shuffle-tiles.ts';

/**
 * The pictures as the question shows them. Unedited ones are returned as they are, byte for byte; edited ones become
 * PNG, so that every pixel is one of the source's, whatever it was encoded as. The same input gives the same bytes.
 * @throws DataInvalidError `bad-picture-edit` for edits that do not belong to the question's pictures.
 */
export async function editPictures(
  question: Pick<Question, 'questionId' | 'geometry'>,
  images: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const declared = question.geometry.parameters['pictureEdits'];
  if (declared === undefined) return [...images];
  const edits = PictureEditsSchema.safeParse(declared);
  if (!edits.success || edits.data.length !== images.length) {
    const why = edits.success
      ? `${edits.data.length} edits for ${images.length} pictures`
      : edits.error.message;
    throw badEdit(question.questionId, why);
  }
  return await Promise.all(
    images.map(async (image, i) => {
      const edit = edits.data[i];
      return edit == null ? image : await edited(question.questionId, image, edit);
    }),
  );
}

async function edited(questionId: string, image: Uint8Array, edit: PictureEdit): Promise<Uint8Array> {
  const { data, info } = await sharp(image).removeAlpha().toColourspace('srgb').raw().toBuffer({
    resolveWithObject: true,
  });
  const { width, height, channels } = info;
  if (width < edit.columns || height < edit.rows) {
    throw badEdit(questionId, `a picture of ${width} by ${height} pixels has too few for its tiles`);
  }
  const pixels = shuffleTiles({ data, width, height, channels }, edit);
  const raw = { width: pixels.width, height: pixels.height, channels };
  return await sharp(pixels.data, { raw }).png({ compressionLevel: 9, adaptiveFiltering: false }).toBuffer();
}

function badEdit(questionId: string, why: string): DataInvalidError {
  return new DataInvalidError('bad-picture-edit', `Question ${questionId}: key "pictureEdits": ${why}.`, {
    remedy: 'Make the data set again; its rows do not belong to their pictures.',
  });
}
