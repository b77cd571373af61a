// The window's size before the operator has chosen one.
/** The least size, px. */
export const SMALLEST = { width: 380, height: 480 }
const FIRST = { width: 1000, height: 760 }
/** Kept free for the frame that the window manager adds around the window, px. */
const FRAME = 40

/** The size of a window that was never resized: all of it fits into the work area, also on 1366×768. */
export function firstSize(workArea: { readonly width: number; readonly height: number }): { width: number; height: number } {
  return { width: Math.min(FIRST.width, workArea.width), height: Math.max(SMALLEST.height, Math.min(FIRST.height, workArea.height - FRAME)) }
}
