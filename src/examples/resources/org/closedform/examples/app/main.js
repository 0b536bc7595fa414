import { startBatchNorm } from './batch-norm.js';
import { startDerive } from './derive.js';
import { startFlow } from './flow.js';
import { startSoftmax } from './softmax.js';

startSoftmax();
startBatchNorm();
startFlow();
startDerive();
