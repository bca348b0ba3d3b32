import { setFlagsFromString } from 'node:v8'

/**
 * Keeps this process small at the price of slower JavaScript: for commands whose work is done by native code in threads,
 * where loading libraries alone would else take more memory than the work. To be called before anything is loaded.
 */
export const keepHeapSmall = () => setFlagsFromString('--optimize-for-size')
