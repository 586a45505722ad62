/* The look is the reader's own and no part of the address; it may not be kept where storage is closed. */

export const LOOKS = ["auto", "light", "dark", "contrast"] as const;
let look = "auto";

export const worn = (): string => look;

export function remembered(key: string, otherwise = ""): string {
  try {
    return localStorage.getItem(key) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* Closed storage costs the reader one click next time. */
  }
}

export function wear(chosen = remembered("innspill-look", "auto")): void {
  look = LOOKS.some((one) => one === chosen) ? chosen : "auto";
  if (look === "auto") delete document.documentElement.dataset["look"];
  else document.documentElement.dataset["look"] = look;
}
