import { startBatchNorm } from './batch-norm.js';
import { startDerive } from './derive.js';
import { startFlow } from './flow.js';
import { startLikelihood } from './likelihood.js';
import { startSoftmax } from './softmax.js';

startSoftmax();
startLikelihood();
startBatchNorm();
startFlow();
startDerive();
