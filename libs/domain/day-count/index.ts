export type DayCount = 'ACT/360' | 'ACT/365F' | '30/360' | '30E/360' | 'ACT/ACT ISDA' | 'ACT/ACT ICMA';
