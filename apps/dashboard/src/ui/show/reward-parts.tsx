/** Of what a reward is made, and why. */
interface Part {
  readonly name: string;
  readonly weight: number;
  readonly value: number;
  readonly reason: string;
}

export function RewardParts({ parts }: { parts: readonly Part[] }) {
  return (
    <table className="parts">
      <thead className="sr">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Weight and value</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, weight, value, reason }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">
              {weight} × {Number(value.toFixed(3))}
            </td>
            <td className="prose">{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
