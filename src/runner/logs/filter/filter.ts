/** Whether an event's text matches. */
export type Filter = (text: string) => boolean;
