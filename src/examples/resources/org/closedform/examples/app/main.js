import { startAddress } from './address.js';
import { batchNorm } from './batch-norm.js';
import { derive } from './derive.js';
import { flow } from './flow.js';
import { lecture } from './lecture.js';
import { likelihood } from './likelihood.js';
import { running } from './running.js';
import { softmax } from './softmax.js';
import { squaredError } from './squared-error.js';
import { time } from './time.js';
import { train } from './train.js';

startAddress({
  softmax,
  likelihood,
  'squared-error': squaredError,
  flow,
  time,
  'batch-norm': batchNorm,
  running,
  train,
  derive,
  lecture,
});
