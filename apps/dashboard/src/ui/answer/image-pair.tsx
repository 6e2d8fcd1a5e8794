/** The pictures of a question, as large as there is room; small ones keep their pixels. */
import { useState } from 'react';
import { viewColour } from './view-colour.ts';

/** Boxes over a picture: left, top, right, bottom in pixels of a picture of this size. */
export interface PictureMarks {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

interface ImagePairProps {
  /** null for a picture that is not in this lab. */
  readonly urls: readonly (string | null)[];
  /** In the order of the pictures. */
  readonly marks?: readonly PictureMarks[];
}

export function ImagePair({ urls, marks = [] }: ImagePairProps) {
  return (
    <div className="pair">
      {urls.map((url, i) => (
        <View key={url ?? i} url={url} number={i + 1} marks={marks[i]} />
      ))}
    </div>
  );
}

/** Below this width a browser's smoothing would hide what the model saw. */
const SMALL_PX = 300;

interface ViewProps {
  readonly url: string | null;
  readonly number: number;
  readonly marks: PictureMarks | undefined;
}

function View({ url, number, marks }: ViewProps) {
  const [size, setSize] = useState<string | null>(null);
  const [small, setSmall] = useState(false);
  const [missing, setMissing] = useState(false);
  return (
    <figure style={{ '--view': `var(${viewColour(number - 1)})` } as React.CSSProperties}>
      {url === null || missing ? (
        <p className="missing">This picture is not in this lab.</p>
      ) : (
        <div className="picture">
          <img
            src={url}
            alt={`View ${number}`}
            className={small ? 'pixels' : undefined}
            onError={() => setMissing(true)}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              setSize(`${naturalWidth} × ${naturalHeight}`);
              setSmall(naturalWidth < SMALL_PX);
            }}
          />
          {marks !== undefined && marks.boxes.length > 0 && (
            <svg
              className="marks"
              viewBox={`0 0 ${marks.width} ${marks.height}`}
              aria-hidden="true"
              data-view={number}
            >
              {marks.boxes.map(([left, top, right, bottom]) => (
                <rect key={`${left} ${top}`} x={left} y={top} width={right - left} height={bottom - top} />
              ))}
            </svg>
          )}
        </div>
      )}
      <figcaption>
        <span className="view-number">{number}</span> View {number} <span className="quiet">{size}</span>
      </figcaption>
    </figure>
  );
}
