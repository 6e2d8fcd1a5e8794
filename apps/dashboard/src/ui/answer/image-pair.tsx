/** The pictures of a question, as large as there is room; small ones keep their pixels. */
import { useState } from 'react';
import { viewColour } from './view-colour.ts';

/** @param urls null for a picture that is not in this lab. */
export function ImagePair({ urls }: { urls: readonly (string | null)[] }) {
  return (
    <div className="pair">
      {urls.map((url, i) => (
        <View key={url ?? i} url={url} number={i + 1} />
      ))}
    </div>
  );
}

/** Below this width a browser's smoothing would hide what the model saw. */
const SMALL_PX = 300;

function View({ url, number }: { url: string | null; number: number }) {
  const [size, setSize] = useState<string | null>(null);
  const [small, setSmall] = useState(false);
  const [missing, setMissing] = useState(false);
  return (
    <figure style={{ '--view': `var(${viewColour(number - 1)})` } as React.CSSProperties}>
      {url === null || missing ? (
        <p className="missing">This picture is not in this lab.</p>
      ) : (
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
      )}
      <figcaption>
        <span className="view-number">{number}</span> View {number} <span className="quiet">{size}</span>
      </figcaption>
    </figure>
  );
}
