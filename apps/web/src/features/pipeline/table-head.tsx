import table from './table.module.css';

interface TableHeadProps {
  name: string;
  /** Of when its figures are. */
  at: string;
  title: string;
}

/** The head of a column of figures, which are of all minutes or of the one that is pointed at. */
export function TableHead({ name, at, title }: TableHeadProps) {
  return (
    <th scope="col" title={title}>
      {name}
      <span className={table.at}>{at}</span>
    </th>
  );
}
