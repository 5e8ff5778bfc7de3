const carriers: readonly { name: RegExp; url: (number: string) => string }[] = [
  { name: /^dhl\b/i, url: (n) => `https://www.dhl.com/en/home/tracking.html?tracking-id=${n}` },
  { name: /^dpd\b/i, url: (n) => `https://tracking.dpd.de/status/en_US/parcel/${n}` },
  { name: /^ups\b/i, url: (n) => `https://www.ups.com/track?tracknum=${n}` },
  { name: /^fedex\b/i, url: (n) => `https://www.fedex.com/fedextrack/?trknbr=${n}` },
  { name: /^gls\b/i, url: (n) => `https://gls-group.com/track/${n}` },
  { name: /^usps\b/i, url: (n) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${n}` },
  {
    name: /^royal mail\b/i,
    url: (n) => `https://www.royalmail.com/track-your-item#/tracking-results/${n}`,
  },
];

/** The carrier's page about a parcel; undefined for carriers that we do not know. */
export function trackingUrlOf(carrier: string, trackingNumber: string): string | undefined {
  if (trackingNumber === "") return undefined;
  const known = carriers.find(({ name }) => name.test(carrier));
  return known?.url(encodeURIComponent(trackingNumber));
}
