/** The 3D view of a question: cameras with what they see, objects, and the path between the cameras. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import { useEffect, useRef, useState } from 'react';
import type { WebGLRenderer } from 'three';
import { viewColour } from '../../../ui/answer/view-colour.ts';
import { cssColour, useShade } from '../../../ui/page/theme.tsx';
import type { Emphasis } from './emphasis.ts';
import { openRenderer, openStage, type Stage } from './stage.ts';

interface SceneViewProps {
  readonly geometry: QuestionGeometry;
  readonly imageUrls: readonly string[];
  /** What stands out while a claim is looked at. */
  readonly evidence: Emphasis | null;
}

export function SceneView({ geometry, imageUrls, evidence }: SceneViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const [renderer, setRenderer] = useState<WebGLRenderer | null>(null);
  const [failed, setFailed] = useState(false);
  const shade = useShade();
  const pictures = imageUrls.join('\n');
  useEffect(() => {
    if (canvas.current === null) return;
    try {
      const opened = openRenderer(canvas.current);
      setRenderer(opened);
      return () => opened.dispose();
    } catch {
      // No WebGL: the numbers beside the picture say the same.
      setFailed(true);
      return undefined;
    }
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme or other pictures make the stage anew
  useEffect(() => {
    if (renderer === null) return;
    const opened = openStage(renderer, geometry, {
      imageUrls,
      ink: cssColour('--ink'),
      line: cssColour('--line-strong'),
      surface: cssColour('--surface'),
      views: geometry.cameras.map((_, i) => cssColour(viewColour(i))),
    });
    stage.current = opened;
    return () => {
      opened.close();
      stage.current = null;
    };
  }, [renderer, geometry, pictures, shade]);
  useEffect(() => stage.current?.emphasize(evidence), [evidence]);
  return (
    <figure className="scene">
      {failed && (
        <p className="missing">
          This browser draws no WebGL; the measured motion stands beside it in numbers.
        </p>
      )}
      {/* The arrow keys turn the view while it has the focus. */}
      <canvas
        ref={canvas}
        hidden={failed}
        tabIndex={0}
        data-own-keys="true"
        role="img"
        aria-label={describeScene(geometry)}
      />
      <figcaption>
        {geometry.cameras.map((_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: views have no other name than their number
          <button key={i} type="button" onClick={() => stage.current?.showFromCamera(i)}>
            <span
              className="view-number"
              style={{ '--view': `var(${viewColour(i)})` } as React.CSSProperties}
            >
              {i + 1}
            </span>{' '}
            behind camera {i + 1}
          </button>
        ))}
        <button type="button" onClick={() => stage.current?.showCameras()}>
          cameras
        </button>
        <button type="button" onClick={() => stage.current?.showFromAbove()}>
          from above
        </button>
        <button type="button" onClick={() => stage.current?.showAll()}>
          everything
        </button>
      </figcaption>
    </figure>
  );
}

/** The picture in words. */
function describeScene({ cameras, objects, motion }: QuestionGeometry): string {
  const things = objects.map(({ colour, family }) => `${colour} ${family}`);
  const path =
    motion === null
      ? ''
      : ` The camera moves ${motion.baseline.toFixed(2)} and turns ${motion.yawDeg.toFixed(0)} degrees.`;
  return `3D view of ${cameras.length} cameras${things.length > 0 ? ` and ${things.join(', ')}` : ''}.${path}`;
}
