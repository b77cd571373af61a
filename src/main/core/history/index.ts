// The history of the numbers: recorded, read, summed up as availability, exported.
export { availabilityOf } from './availability'
export { createCsvFormat } from './history-csv'
export { createHistoryRecorder, type HistoryRecorder } from './history-recorder'
export { historyReport, type ReportedNumber } from './history-report'
