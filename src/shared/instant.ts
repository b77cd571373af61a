// Instants as they are saved.
import { z } from 'zod'

/** Most ms before and after 1970 that a Date can hold; one beyond cannot be shown, and formatting it throws. Source: ECMAScript, time values. */
export const MOST_DATE = 8.64e15

/** Epoch ms. */
export const instant = z.number().min(-MOST_DATE).max(MOST_DATE)
