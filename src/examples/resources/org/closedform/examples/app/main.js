import { startBatchNorm } from './batch-norm.js';
import { startFlow } from './flow.js';
import { startSoftmax } from './softmax.js';

startSoftmax();
startBatchNorm();
startFlow();
