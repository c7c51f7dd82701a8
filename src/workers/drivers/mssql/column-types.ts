/** A column as `sys.columns` describes its type. */
export interface ColumnType {
  readonly name: string;
  /** Bytes; -1: as many as there are. */
  readonly maxLength: number;
  readonly precision: number;
  readonly scale: number;
}

/** As T-SQL writes it: `nvarchar(40)`, `decimal(10,2)`, `varbinary(max)`. */
export function typeText({ name, maxLength, precision, scale }: ColumnType): string {
  const length = (bytes: number) => (maxLength < 0 ? "max" : String(maxLength / bytes));
  switch (name) {
    case "nchar":
    case "nvarchar":
      return `${name}(${length(2)})`;
    case "char":
    case "varchar":
    case "binary":
    case "varbinary":
      return `${name}(${length(1)})`;
    case "decimal":
    case "numeric":
      return `${name}(${precision},${scale})`;
    case "datetime2":
    case "datetimeoffset":
    case "time":
      return `${name}(${scale})`;
    default:
      return name;
  }
}

export function isNumber({ name }: ColumnType): boolean {
  return /int$|^decimal$|^numeric$|^float$|^real$|money$|^bit$/.test(name);
}

/**
 * A column as text, exactly, and cut by the server: a value may have gigabytes. The styles are T-SQL's own: 3 writes
 * floating numbers with all their digits, 2 money with all its decimals, 1 bytes in hexadecimal, 121 dates as ISO does.
 */
export function textOf(column: string, { name }: ColumnType, cutAt: number): string {
  switch (name) {
    case "float":
    case "real":
      return `CONVERT(varchar(64), ${column}, 3)`;
    case "money":
    case "smallmoney":
      return `CONVERT(varchar(64), ${column}, 2)`;
    case "date":
    case "time":
    case "datetime":
    case "datetime2":
    case "smalldatetime":
    case "datetimeoffset":
      return `CONVERT(varchar(64), ${column}, 121)`;
    case "binary":
    case "varbinary":
    case "image":
    case "timestamp":
    case "rowversion":
      return `LEFT(CONVERT(varchar(max), CONVERT(varbinary(max), ${column}), 1), ${cutAt})`;
    case "geography":
    case "geometry":
    case "hierarchyid":
      return `LEFT(${column}.ToString(), ${cutAt})`;
    default:
      return `LEFT(CONVERT(nvarchar(max), ${column}), ${cutAt})`;
  }
}
