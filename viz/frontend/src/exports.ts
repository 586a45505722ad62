/* Exports: the selection as CSV and workbook, with every text a text and none a formula. */

import type { Item } from "./data";
import { el } from "./dom";
import { COLUMNS } from "./list";
import { placeOf } from "./cards";
import { say } from "./words";

export interface Sheet { title: string; head: string[]; rows: (string | number)[][] }

/* A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]\s*\S/;
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
const LONGEST_CELL = 32767;

/* White space folded, control and direction characters taken out. */
export const printable = (text: string): string => text.replace(/\s+/g, " ").replace(UNSEEN, "").trim();

const unarmed = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function field(cell: string | number): string {
  const text = typeof cell === "number" ? String(cell) : unarmed(printable(cell));
  return /[;"\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/* Semicolons and a byte order mark, which is what Norwegian Excel opens by double-click. */
export const csv = (sheet: Sheet): string =>
  `\ufeff${[sheet.head, ...sheet.rows].map((row) => row.map(field).join(";")).join("\r\n")}\r\n`;

/* Tabs between, for the clipboard. */
export const tabbed = (sheet: Sheet): string =>
  [sheet.head, ...sheet.rows].map((row) => row.map((cell) => (typeof cell === "number" ? cell : unarmed(printable(cell)))).join("\t")).join("\n");

export async function xlsx(sheet: Sheet): Promise<Blob> {
  const { default: write } = await import("write-excel-file/browser");
  const text = (value: string, bold = false) => ({ value: printable(value).slice(0, LONGEST_CELL), type: String, wrap: true, alignVertical: "top" as const, ...(bold ? { fontWeight: "bold" as const } : {}) });
  const body = sheet.rows.map((row) => row.map((cell) => (typeof cell === "number" ? { value: cell, type: Number, alignVertical: "top" as const } : text(cell))));
  const width = (column: number) => Math.min(72, Math.max(8, ...[sheet.head, ...sheet.rows.slice(0, 200)].map((row) => String(row[column] ?? "").length + 2)));
  const name = sheet.title.replace(/[[\]:*?/\\']/g, "").slice(0, 31).trim() || "Innspill";
  return write([sheet.head.map((one) => text(one, true)), ...body],
    { sheet: name, columns: sheet.head.map((_, column) => ({ width: width(column) })), stickyRowsCount: 1 }).toBlob();
}

export function itemSheet(some: Item[]): Sheet {
  return {
    title: say("list.heading"), head: [...COLUMNS.map((column) => say(`column.${column.key}`)), say("column.section"), say("column.id")],
    rows: some.map((item) => [...COLUMNS.map((column) => column.text(item)), placeOf(item), item.key]),
  };
}

export function save(name: string, content: Blob | string, type = "text/plain;charset=utf-8"): void {
  const href = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = el("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    /* Older browsers and some policies let only a marked text field be copied. */
    const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
