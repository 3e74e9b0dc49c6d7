import type { View } from '../contract';

/** Whether there is practice to go to: the demo is it, and an administrator may not want it. */
export const offersPractice = (view: View): boolean => !view.demo && view.practice !== 'forbidden';
