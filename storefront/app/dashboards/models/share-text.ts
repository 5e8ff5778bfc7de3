/** A share as a percentage: `5 %`. */
export function shareText(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
