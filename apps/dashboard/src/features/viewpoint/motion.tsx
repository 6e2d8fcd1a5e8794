/** The measured motion from view 1 to view 2 and the labels made from it, with how safe each label is. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import { Facts } from '../../ui/show/facts.tsx';
import { short, signed } from '../../ui/show/format.ts';

export function Motion({ geometry }: { geometry: QuestionGeometry }) {
  const { motion, labels, value, unit, margin } = geometry;
  return (
    <>
      {value !== null && (
        <Facts
          items={[
            ['behind the answer', `${short(value)} ${unit ?? ''}`],
            ['to the nearest boundary', `${short(margin)} ${unit ?? ''}`],
          ]}
        />
      )}
      {labels !== null && (
        <table className="data labels">
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col">Side</th>
              <th scope="col" className="number">
                Margin
              </th>
            </tr>
          </thead>
          <tbody>
            <LabelRow
              name="camera moved"
              side={labels.egoTranslation}
              margin={labels.margins.egoTranslation}
              unit="×"
            />
            <LabelRow
              name="camera turned"
              side={labels.egoRotation}
              margin={labels.margins.egoRotation}
              unit="°"
            />
            <LabelRow
              name="seen from the object"
              side={labels.objectCentricTranslation}
              margin={labels.margins.objectCentricTranslation}
              unit="×"
            />
          </tbody>
        </table>
      )}
      {motion !== null && (
        <>
          <Facts
            items={[
              ['right', `${signed(motion.translation.right, 2)} m`],
              ['up', `${signed(motion.translation.up, 2)} m`],
              ['forward', `${signed(motion.translation.forward, 2)} m`],
              ['yaw, right positive', `${signed(motion.yawDeg, 1)}°`],
              ['pitch', `${signed(motion.pitchDeg, 1)}°`],
              ['roll', `${signed(motion.rollDeg, 1)}°`],
              ['about the object', `${signed(motion.horizontalAngleDeg, 1)}°`],
              ['baseline', `${motion.baseline.toFixed(2)} m = ${motion.distance.toFixed(2)} ×`],
              ['to the object', `${motion.objectDistance.toFixed(2)} m`],
              ['object-centric right', `${signed(motion.objectCentricRight, 2)} m`],
            ]}
          />
          <p className="hint">
            × = in distances from camera 1 to the object. Metres are those of the scene; a capture has a scale
            of its own.
          </p>
        </>
      )}
    </>
  );
}

interface LabelRowProps {
  readonly name: string;
  readonly side: string | null;
  readonly margin: number;
  readonly unit: string;
}

function LabelRow({ name, side, margin, unit }: LabelRowProps) {
  return (
    <tr>
      <td>{name}</td>
      <td>
        <strong>{side ?? 'dead band'}</strong>
      </td>
      <td className="number">
        {short(margin)} {unit}
      </td>
    </tr>
  );
}
