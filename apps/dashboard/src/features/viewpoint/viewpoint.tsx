/** The heart of the dashboard: pictures, cameras in space, question, what was measured, what was said. */
import type { QuestionDetail } from '@parallax/eval-api/schema';
import type { ReactNode } from 'react';
import { ImagePair } from '../../ui/answer/image-pair.tsx';
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

export function Viewpoint({ detail, imageUrls, chosen, children }: ViewpointProps) {
  const { question } = detail;
  const { geometry } = question;
  return (
    <div className="viewpoint">
      <div className="seen">
        <ImagePair urls={imageUrls} />
        <SceneView
          geometry={geometry}
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
