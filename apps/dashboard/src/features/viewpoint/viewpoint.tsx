/** The heart of the dashboard: pictures, cameras in space, question, what was measured, what was said. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import type { QuestionDetail } from '@parallax/eval-api/schema';
import type { ReactNode } from 'react';
import { ImagePair, type PictureMarks } from '../../ui/answer/image-pair.tsx';
import { EvidenceProvider, useEvidence } from './evidence.tsx';
import { Motion } from './motion.tsx';
import { Options } from './options.tsx';
import { SceneView } from './scene/scene-view.tsx';

interface ViewpointProps {
  readonly detail: QuestionDetail;
  readonly imageUrls: readonly (string | null)[];
  /** A model's answer, if there is one. */
  readonly chosen?: string | null;
  readonly children: ReactNode;
}

export function Viewpoint(props: ViewpointProps) {
  return (
    <EvidenceProvider>
      <Screen {...props} />
    </EvidenceProvider>
  );
}

function Screen({ detail, imageUrls, chosen, children }: ViewpointProps) {
  const { question } = detail;
  const { geometry } = question;
  const { evidence } = useEvidence();
  return (
    <div className="viewpoint">
      <div className="seen">
        <ImagePair urls={imageUrls} marks={evidence === null ? [] : marksOf(geometry, evidence.objects)} />
        <SceneView
          geometry={geometry}
          evidence={evidence}
          imageUrls={imageUrls.map((url, i) => url ?? detail.imageUrls[i] ?? '')}
        />
      </div>
      <div className="said">
        <section aria-label="Question">
          <Options question={question} {...(chosen === undefined ? {} : { chosen })} />
        </section>
        {children}
        <section aria-label="Measured">
          <h2>Measured</h2>
          <Motion geometry={geometry} />
        </section>
      </div>
    </div>
  );
}

/** Where objects are seen in each view; a capture has no masks, hence no boxes. */
function marksOf(
  { objects, cameras, visible }: QuestionGeometry,
  indices: readonly number[],
): PictureMarks[] {
  const ids = new Set(indices.map((index) => objects[index]?.objectId));
  return cameras.map(({ intrinsics: { width, height } }, view) => ({
    width,
    height,
    boxes: (visible[view] ?? []).filter(({ objectId }) => ids.has(objectId)).map(({ box }) => box),
  }));
}
