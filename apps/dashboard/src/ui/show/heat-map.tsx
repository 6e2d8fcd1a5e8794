/** A table of counts whose cells are shaded by their share of the largest. */
import { count, percent } from './format.ts';

interface HeatMapProps {
  readonly caption: string;
  readonly rowsTitle: string;
  readonly columnsTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cell: (row: string, column: string) => number;
  /** Shading is comparable between maps that share it. */
  readonly largest: number;
  readonly total: number;
}

export function HeatMap(props: HeatMapProps) {
  const { caption, rowsTitle, columnsTitle, rows, columns, cell, largest, total } = props;
  return (
    <table className="heat">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="corner">
            {rowsTitle} \ {columnsTitle}
          </th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {columns.map((column) => {
              const value = cell(row, column);
              const share = largest === 0 ? 0 : value / largest;
              return (
                <td
                  key={column}
                  style={{ '--share': share } as React.CSSProperties}
                  className={share > 0.55 ? 'full' : undefined}
                  title={`${percent(total === 0 ? 0 : value / total)} % of all pairs`}
                >
                  {value === 0 ? '·' : count(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
