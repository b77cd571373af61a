// The window's own small set of icons: 20 px, drawn with one stroke.
const PATHS = {
  back: 'M12 4.5 6.5 10l5.5 5.5',
  chevron: 'm7.5 5 5 5-5 5',
  plus: 'M10 4v12M4 10h12',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  copy: 'M7 7V4.5A1.5 1.5 0 0 1 8.5 3h7A1.5 1.5 0 0 1 17 4.5v7a1.5 1.5 0 0 1-1.5 1.5H13M4.5 7h7A1.5 1.5 0 0 1 13 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7Z',
  done: 'm4 10.5 4 4 8-9',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10Zm8 2.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400Z',
  'eye-off': 'M4 4l12 12M8.200 4.700A8 8 0 0 1 10 4.5c5 0 8 5.5 8 5.5a13 13 0 0 1-2.300 2.900M12.600 15a8 8 0 0 1-2.600.5C5 15.5 2 10 2 10a13 13 0 0 1 3-3.5',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.300-1.700L17 17',
  refresh: 'M16.5 10A6.5 6.5 0 1 1 14.600 5.400L16.5 7.200M16.5 3.5v3.700h-3.700',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  close: 'm5 5 10 10M15 5 5 15',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v4.5M10 6.5h.01',
  lock: 'M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v8H5V9Z',
  'lock-open': 'M6 9V6.500a4 4 0 0 1 7.700-1.500M5 9h10v8H5V9Z',
  phone: 'M6.5 2.5h7A1.5 1.5 0 0 1 15 4v12a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 16V4a1.5 1.5 0 0 1 1.5-1.5ZM9 15h2',
  school: 'M2.5 8 10 4.5 17.5 8 10 11.5 2.5 8Zm3 1.700v4C7 15 8.300 15.5 10 15.5s3-.5 4.5-1.800v-4M17.5 8v4.5',
  server: 'M3.5 4h13v5h-13V4Zm0 7h13v5h-13v-5ZM6.5 6.5h.01M6.5 13.5h.01',
  cloud: 'M6 15.5a3.500 3.500 0 0 1-.300-7 4.500 4.500 0 0 1 8.700.8A3.100 3.100 0 0 1 14 15.5H6Z',
  flask: 'M8 3v5l-4.300 7a1.300 1.300 0 0 0 1.100 2h10.400a1.300 1.300 0 0 0 1.100-2L12 8V3M6.800 3h6.400M6.200 12h7.600',
  mute: 'M4 4l12 12M6 7.5V11l-1.5 2.5h9M8.5 16h3M7.5 4.700A4 4 0 0 1 14 7.5V11',
} as const

/** Name of an icon. */
export type IconName = keyof typeof PATHS

/** An icon; always beside words or inside a named control, so it is hidden from screen readers. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
