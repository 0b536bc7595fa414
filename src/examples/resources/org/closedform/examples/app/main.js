import { startBatchNorm } from './batch-norm.js';
import { startDerive } from './derive.js';
import { startFlow } from './flow.js';
import { startLikelihood } from './likelihood.js';
import { startSoftmax } from './softmax.js';
import { squaredError } from './squared-error.js';
import { time } from './time.js';

startSoftmax();
startLikelihood();
squaredError.start();
startBatchNorm();
startFlow();
time.start();
startDerive();
