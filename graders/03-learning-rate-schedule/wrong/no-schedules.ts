// task: schedules
// caught-by: schedules/in-epochs
const schedules: Record<string, LearningRateSchedule> = {};
