package org.closedform.operator;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;

/** A cell keeps the operator contract, and a batch is a loop over its sequences. */
class GruCellContractTest extends OperatorContract<GruCell.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<GruCell.Inputs, Tensor>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.of(Gru.Reset.class), Arbitraries.longs(), length, length, length)
                .as((reset, seed, batch, features, hidden) -> {
                    GruCell.Inputs in = RecurrentCases.gruCell(seed, type, batch, features, hidden);
                    return new Case<>(new GruCell(reset), in, rows(reset, in), 200);
                });
    }

    private static List<Case<GruCell.Inputs, Tensor>> rows(Gru.Reset reset, GruCell.Inputs in) {
        return IntStream.range(0, in.x().shape().dimension(0))
                .mapToObj(n -> Case.of(
                        new GruCell(reset),
                        new GruCell.Inputs(in.x().slice(0, n, n + 1), in.h().slice(0, n, n + 1), in.parameters())))
                .toList();
    }
}
