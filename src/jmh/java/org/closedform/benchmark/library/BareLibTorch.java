package org.closedform.benchmark.library;

import static org.closedform.benchmark.library.LibTorch.EPSILON;
import static org.closedform.benchmark.library.LibTorch.MOMENTUM;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.Tensor;

/**
 * LibTorch's own forward and backward operations, without autograd: those that autograd calls, in one call from Java. DJL has
 * no method for them, so they come in a TorchScript module.
 */
final class BareLibTorch implements Library {
    static final String CROSS_ENTROPY =
            """
              def forward(self: __torch__.Operations, x: Tensor, labels: Tensor) -> Tuple[Tensor, Tensor]:
                y = torch.log_softmax(x, 1)
                loss, weight = torch.nll_loss_forward(y, labels, None, 1, -100)
                dy = torch.nll_loss_backward(torch.ones_like(loss), y, labels, None, 1, -100, weight)
                dx = torch._log_softmax_backward_data(dy, y, 1, ops.prim.dtype(x))
                return (loss, dx)
            """;

    private static final String BATCH_NORM =
            """
              def forward(self: __torch__.Operations, x: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor, dy: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
                y, m, s = torch.native_batch_norm(x, gamma, beta, mean, variance, True, %1$s, %2$s)
                dx, dgamma, dbeta = torch.native_batch_norm_backward(dy, x, gamma, mean, variance, m, s, True, %2$s, [True, True, True])
                return (y, dx, dgamma, dbeta)
            """
                    .formatted(MOMENTUM, EPSILON);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        return script(CROSS_ENTROPY, LibTorch.array(manager, logits), LibTorch.labels(manager, labels));
    }

    @Override
    public Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        LibTorch.NormArrays arrays = LibTorch.NormArrays.of(manager, in);
        return script(
                BATCH_NORM,
                arrays.x(),
                arrays.gamma(),
                arrays.beta(),
                arrays.mean(),
                arrays.variance(),
                LibTorch.array(manager, dy));
    }

    private Computation<NDList> script(String forward, NDArray... inputs) {
        PtSymbolBlock module = TorchScript.load((PtNDManager) manager, forward);
        NDList list = new NDList(inputs);
        return new Computation<>(
                () -> IValueUtils.forward(module, list, false),
                NDList::close,
                results -> results.stream().map(LibTorch::numbers).toList());
    }
}
